import {
  DescribeTargetGroupAttributesCommand,
  type DescribeTargetGroupAttributesInput,
  type DescribeTargetGroupAttributesOutput,
  type ModifyTargetGroupAttributesInput,
  type TargetGroupAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';
import { passErrors } from '../targets/find-target-group';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const KEYS = new Set(
  [
    'deregistration_delay.connection_termination.enabled deregistration_delay.timeout_seconds',
    'lambda.multi_value_headers.enabled load_balancing.algorithm.anomaly_mitigation',
    'load_balancing.algorithm.type load_balancing.cross_zone.enabled preserve_client_ip.enabled',
    'proxy_protocol_v2.enabled slow_start.duration_seconds stickiness.app_cookie.cookie_name',
    'stickiness.app_cookie.duration_seconds stickiness.enabled stickiness.lb_cookie.duration_seconds',
    'stickiness.type target_failover.on_deregistration target_failover.on_unhealthy',
    'target_group_health.dns_failover.minimum_healthy_targets.count',
    'target_group_health.dns_failover.minimum_healthy_targets.percentage',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
    'target_health_state.unhealthy.connection_termination.enabled',
    'target_health_state.unhealthy.draining_interval_seconds',
  ].flatMap((line) => line.split(' ')),
);

/**
 * moto's answer without the attribute of load balancers that it has among those of target groups, so that what is
 * described of one target group can be given to another.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html
 */
export const describeTargetGroupAttributes: Operation<DescribeTargetGroupAttributesInput> = async (
  _input,
  context,
) => withKnownKeys((await context.forward?.()) as DescribeTargetGroupAttributesOutput);

const withKnownKeys = ({ Attributes, ...rest }: DescribeTargetGroupAttributesOutput) => ({
  ...rest,
  Attributes: (Attributes || []).filter(({ Key = '' }) => KEYS.has(Key)),
});

/**
 * moto takes any key, and does not know that a slow start needs round robin. Only the message for an unknown key is AWS's.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html
 */
export const modifyTargetGroupAttributes =
  (store: LoadBalancingStore): Operation<ModifyTargetGroupAttributesInput> =>
  async (input, context) => {
    const unknown = input.Attributes?.find(({ Key = '' }) => !KEYS.has(Key));
    if (unknown)
      throw new AwsError('ValidationError', `Target group attribute key '${unknown.Key}' is not recognized`);
    const { TargetGroupArn } = input;
    const client = store.loadBalancing(scopeOf(context));
    const read = () => passErrors(client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn })));
    const { Attributes = [] } = await read();
    checkSlowStart([...Attributes, ...(input.Attributes ?? [])]);
    await context.forward?.();
    return withKnownKeys(await read());
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode */
function checkSlowStart(attributes: readonly TargetGroupAttribute[]): void {
  const valueOf = (key: string) => attributes.findLast(({ Key }) => Key === key)?.Value;
  const seconds = Number(valueOf('slow_start.duration_seconds') ?? 0);
  if (seconds === 0) return;
  if (!(seconds >= 30 && seconds <= 900))
    throw new AwsError(
      'ValidationError',
      `'slow_start.duration_seconds' value '${seconds}' must be between '30-900' inclusive, or 0`,
    );
  const algorithm = valueOf('load_balancing.algorithm.type') ?? 'round_robin';
  if (algorithm !== 'round_robin')
    throw new AwsError(
      'InvalidConfigurationRequest',
      `Slow start mode is not supported with the load balancing algorithm '${algorithm}'`,
    );
}
