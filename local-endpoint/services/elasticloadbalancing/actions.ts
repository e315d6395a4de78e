import type {
  Action,
  ForwardActionConfig,
  TargetGroupTuple,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** The ARNs of the target groups that actions forward to, each once. */
export const targetGroupsOf = (actions: readonly Action[]): string[] => [
  ...new Set(
    actions.flatMap(({ TargetGroupArn = '', ForwardConfig }) =>
      [TargetGroupArn, ...groupsOf(ForwardConfig).map((group) => group.TargetGroupArn ?? '')].filter(
        (arn) => arn !== '',
      ),
    ),
  ),
];

/** The target groups of an action with weights; an empty list of moto's is an empty text. */
export const groupsOf = (config?: ForwardActionConfig): TargetGroupTuple[] => config?.TargetGroups || [];
