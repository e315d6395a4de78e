import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2ServiceException,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';

/** @throws AwsError `TargetGroupNotFound` where one does not exist */
export async function findTargetGroups(
  store: LoadBalancingStore,
  scope: Scope,
  arns: readonly string[],
): Promise<TargetGroup[]> {
  const command = new DescribeTargetGroupsCommand({ TargetGroupArns: [...arns] });
  const { TargetGroups = [] } = await passErrors(store.loadBalancing(scope).send(command));
  return TargetGroups;
}

/**
 * A target group, without the load balancers that use it.
 * @throws AwsError `TargetGroupNotFound` where it does not exist
 */
export async function findTargetGroup(
  store: LoadBalancingStore,
  scope: Scope,
  arn: string | undefined,
): Promise<TargetGroup> {
  if (!arn) throw new AwsError('ValidationError', 'A target group ARN must be specified');
  const { targetGroups } = store.in(scope);
  const known = targetGroups.get(arn);
  if (known) return known;
  const reading = readTargetGroup(store, scope, arn);
  targetGroups.set(arn, reading);
  reading.catch(() => targetGroups.delete(arn));
  return reading;
}

async function readTargetGroup(store: LoadBalancingStore, scope: Scope, arn: string): Promise<TargetGroup> {
  const [group] = await findTargetGroups(store, scope, [arn]);
  if (!group) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  return group;
}

/** Returns load balancing's error to the caller where an operation's own call of it fails. */
export async function passErrors<Output>(sent: Promise<Output>): Promise<Output> {
  try {
    return await sent;
  } catch (error) {
    if (!(error instanceof ElasticLoadBalancingV2ServiceException)) throw error;
    throw new AwsError(error.name.replace(/Exception$/, ''), error.message, error.$metadata.httpStatusCode);
  }
}
