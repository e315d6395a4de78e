import type {
  CreateTargetGroupInput,
  DeleteTargetGroupInput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { type MemberRules, throwValidationErrors, validationErrors } from '../../../kit/validate';
import type { LoadBalancingStore } from '../store';

/** moto checks none of these. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const RULES: MemberRules<CreateTargetGroupInput> = {
  Port: { min: 1, max: 65_535 },
  HealthCheckPath: { minLength: 1, maxLength: 1_024 },
  HealthCheckIntervalSeconds: { min: 5, max: 300 },
  HealthCheckTimeoutSeconds: { min: 2, max: 120 },
  HealthyThresholdCount: { min: 2, max: 10 },
  UnhealthyThresholdCount: { min: 2, max: 10 },
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const createTargetGroup: Operation<CreateTargetGroupInput> = async (input, context) => {
  throwValidationErrors(validationErrors(input, ['Name'], RULES), 'ValidationError');
  return (await context.forward?.()) as object;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
export const modifyTargetGroup =
  (store: LoadBalancingStore): Operation<ModifyTargetGroupInput> =>
  async (input, context) => {
    throwValidationErrors(validationErrors(input, ['TargetGroupArn'], RULES), 'ValidationError');
    const answer = (await context.forward?.()) as object;
    store.in(scopeOf(context)).targetGroups.delete(input.TargetGroupArn ?? '');
    return answer;
  };

/**
 * moto's answer with the load balancers that use a target group now.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html
 */
export const describeTargetGroups =
  (store: LoadBalancingStore): Operation<DescribeTargetGroupsInput> =>
  async (input, context) => {
    const { usage } = store.in(scopeOf(context));
    await usage.load();
    const { LoadBalancerArn, ...rest } = input;
    const ofLoadBalancer = LoadBalancerArn !== undefined && !rest.Names && !rest.TargetGroupArns;
    const answer = (await context.forward?.(ofLoadBalancer ? rest : input)) as DescribeTargetGroupsOutput;
    const groups = (answer.TargetGroups || []).map((group) => ({
      ...group,
      LoadBalancerArns: usage.loadBalancersOf(group.TargetGroupArn ?? '').map(({ arn }) => arn),
    }));
    const shown = groups.filter(
      ({ LoadBalancerArns }) => !ofLoadBalancer || LoadBalancerArns.includes(LoadBalancerArn),
    );
    return { ...answer, TargetGroups: shown };
  };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
export const deleteTargetGroup =
  (store: LoadBalancingStore): Operation<DeleteTargetGroupInput> =>
  async (input, context) => {
    const { usage, targets, targetGroups } = store.in(scopeOf(context));
    const arn = input.TargetGroupArn ?? '';
    await usage.load();
    if (usage.loadBalancersOf(arn).length > 0)
      throw new AwsError(
        'ResourceInUse',
        `Target group '${arn}' is currently in use by a listener or a rule`,
      );
    await context.forward?.();
    targetGroups.delete(arn);
    targets.delete(arn);
    return {};
  };
