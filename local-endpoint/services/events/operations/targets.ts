import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';
import { findRule } from '../find';
import type { EventRules } from '../store';
import { deliveryTo } from '../targets/delivery';

/** "Targets per rule" in https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_TARGETS = 5;

/**
 * Refuses targets that no event could be delivered to, so that a rule does not fail silently later.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export const putTargets =
  (rules: EventRules): Operation<PutTargetsRequest, PutTargetsResponse> =>
  async ({ EventBusName, Rule, Targets = [] }, context) => {
    const rule = findRule(rules, context, EventBusName, Rule);
    for (const target of Targets) requireTarget(target);
    const ids = new Set([...rule.targets.keys(), ...Targets.map(({ Id = '' }) => Id)]);
    if (ids.size > MAX_TARGETS)
      throw new AwsError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    for (const target of Targets) rule.targets.set(target.Id ?? '', target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets =
  (rules: EventRules): Operation<RemoveTargetsRequest, RemoveTargetsResponse> =>
  async ({ EventBusName, Rule, Ids = [] }, context) => {
    const { targets } = findRule(rules, context, EventBusName, Rule);
    for (const id of Ids) targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  };

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html. All are on one page. */
export const listTargetsByRule =
  (rules: EventRules): Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> =>
  async ({ EventBusName, Rule }, context) => ({
    Targets: [...findRule(rules, context, EventBusName, Rule).targets.values()],
  });

function requireTarget({ Id, Arn = '', RoleArn, Input, InputPath, InputTransformer }: Target): void {
  const delivery = deliveryTo(Arn);
  if (!delivery)
    throw notSupported(`events:PutTargets with ${Arn}`, 'it does not deliver events to such a resource');
  if (delivery.needsRole && !RoleArn)
    throw new AwsError('ValidationException', `RoleArn is required for target ${Arn}.`);
  const inputs = [Input, InputPath, InputTransformer].filter((input) => input !== undefined);
  if (inputs.length > 1)
    throw new AwsError(
      'ValidationException',
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
}
