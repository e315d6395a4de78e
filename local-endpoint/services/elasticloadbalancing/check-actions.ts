import type {
  Action,
  ForwardActionConfig,
  TargetGroupTuple,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../kit/aws-error';
import type { Scope } from '../../kit/scope';
import { groupsOf, targetGroupsOf } from './actions';
import type { LoadBalancingStore } from './store';
import { findTargetGroups } from './targets/find-target-group';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_TARGET_GROUPS = 5;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html */
const MAX_WEIGHT = 999;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html */
const MAX_STICKINESS_SECONDS = 604_800;

/**
 * Validates the actions of a listener or rule. moto checks neither weights nor how many load balancers use a target group.
 * The message about weights and the one about load balancers are AWS's; the others are not documented.
 * @param loadBalancer ARN of the one that the listener belongs to
 * @returns the actions as AWS returns them: one that forwards to a single target group has both its ARN and a ForwardConfig
 * @throws AwsError `ValidationError`, `TargetGroupNotFound`, `TargetGroupAssociationLimit`
 */
export async function checkActions(
  store: LoadBalancingStore,
  scope: Scope,
  loadBalancer: string,
  actions: readonly Action[] = [],
): Promise<Action[]> {
  for (const action of actions) if (action.Type === 'forward') checkForward(action);
  const arns = targetGroupsOf(actions);
  if (arns.length > 0) await findTargetGroups(store, scope, arns);
  const { usage } = store.in(scope);
  const others = arns.filter((arn) => usage.loadBalancersOf(arn).some((using) => using.arn !== loadBalancer));
  if (others.length > 0)
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${others.join(', ')}`,
    );
  return actions.map(withBothForms);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html */
function checkForward({ TargetGroupArn, ForwardConfig }: Action): void {
  const groups = ForwardConfig ? groupsOf(ForwardConfig) : [{ TargetGroupArn }];
  if (groups.length === 0 || groups.some((group) => !group.TargetGroupArn))
    throw new AwsError('ValidationError', 'A target group ARN must be specified');
  if (groups.length > MAX_TARGET_GROUPS)
    throw new AwsError(
      'ValidationError',
      `An action cannot forward to more than '${MAX_TARGET_GROUPS}' target groups, got: ${groups.length}`,
    );
  if (TargetGroupArn && groups.some((group) => group.TargetGroupArn !== TargetGroupArn))
    throw new AwsError(
      'ValidationError',
      'An action with both a target group ARN and a forward config can forward to that target group only',
    );
  if (new Set(groups.map((group) => group.TargetGroupArn)).size < groups.length)
    throw new AwsError('ValidationError', 'An action can forward to a target group only once');
  if (!groups.every((group) => isWeight(group, groups.length > 1)))
    throw new AwsError(
      'ValidationError',
      `The weight for each target group must be between 0 and ${MAX_WEIGHT}, inclusive`,
    );
  checkStickiness(ForwardConfig);
}

/** One of several target groups must have a weight. https://github.com/aws/aws-cdk/issues/24805 */
function isWeight({ Weight }: TargetGroupTuple, required: boolean): boolean {
  if (Weight === undefined) return !required;
  const weight = Number(Weight);
  return Number.isInteger(weight) && weight >= 0 && weight <= MAX_WEIGHT;
}

function checkStickiness({ TargetGroupStickinessConfig: stickiness }: ForwardActionConfig = {}): void {
  if (String(stickiness?.Enabled) !== 'true') return;
  const seconds = Number(stickiness?.DurationSeconds);
  if (!(seconds >= 1 && seconds <= MAX_STICKINESS_SECONDS))
    throw new AwsError(
      'ValidationError',
      `The duration of target group stickiness must be between 1 and ${MAX_STICKINESS_SECONDS} seconds, inclusive`,
    );
}

function withBothForms(action: Action): Action {
  if (action.Type !== 'forward') return action;
  const groups = groupsOf(action.ForwardConfig);
  if (!action.ForwardConfig)
    return {
      ...action,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }] },
    };
  return groups.length === 1 ? { ...action, TargetGroupArn: groups[0]?.TargetGroupArn } : action;
}
