import type {
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
} from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';

/** ListRuleNamesByTarget. */
export function listRuleNamesByTarget(
  rules: Rules,
): Operation<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse> {
  return async (input, context) => {
    const all = [...rules.at(placeOf(context, input.EventBusName)).values()];
    const naming = all.filter((rule) =>
      [...rule.targets.values()].some((target) => target.Arn === input.TargetArn),
    );
    return { RuleNames: naming.map((rule) => rule.name) };
  };
}
