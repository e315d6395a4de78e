import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TrafficSourceIdentifier } from '@aws-sdk/client-auto-scaling';
import { notSupported } from '../../kit/not-supported';
import type { Scope } from '../../kit/scope';
import { elbOf } from './clients';
import { invalid } from './input';
import type { AutoScalingStore } from './store';

/**
 * The target groups that a request names, in either of two ways.
 * @throws AwsError `ValidationError` where one does not exist: nothing is made then
 */
export async function checkTargetGroups(
  store: AutoScalingStore,
  scope: Scope,
  targetGroupArns: readonly string[] = [],
  trafficSources: readonly TrafficSourceIdentifier[] = [],
): Promise<string[]> {
  if (targetGroupArns.length > 0 && trafficSources.length > 0)
    throw invalid('You cannot specify both TargetGroupARNs and TrafficSources');
  const other = trafficSources.find(({ Type = 'elbv2' }) => Type !== 'elbv2');
  if (other) throw notSupported(`autoscaling with a traffic source of type ${other.Type}`);
  const arns = [...targetGroupArns, ...trafficSources.map(({ Identifier = '' }) => Identifier)];
  if (arns.length === 0) return [];
  const { TargetGroups = [] } = await elbOf(store, scope)
    .send(new DescribeTargetGroupsCommand({ TargetGroupArns: arns }))
    .catch(() => ({ TargetGroups: [] }));
  const known = new Map(TargetGroups.map(({ TargetGroupArn, TargetType }) => [TargetGroupArn, TargetType]));
  if (arns.some((arn) => !known.has(arn)))
    throw invalid('Provided Target Groups may not be valid. Please ensure they exist and try again.');
  if ([...known.values()].some((type) => type !== undefined && type !== 'instance'))
    throw invalid(
      'Provided Target Groups may not be valid. Target groups of an Auto Scaling group must have the target type instance.',
    );
  return arns;
}
