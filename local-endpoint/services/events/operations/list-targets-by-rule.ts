import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';

/** ListTargetsByRule; everything fits one page. */
export function listTargetsByRule(
  rules: Rules,
): Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> {
  return async (input, context) => ({
    Targets: [...rules.named(placeOf(context, input.EventBusName), input.Rule).targets.values()],
  });
}
