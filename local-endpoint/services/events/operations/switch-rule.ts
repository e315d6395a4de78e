import type { EnableRuleRequest } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';

/** EnableRule and DisableRule. */
export function switchRule(rules: Rules, enabled: boolean): Operation<EnableRuleRequest> {
  return async (input, context) => {
    rules.named(placeOf(context, input.EventBusName), input.Name).enabled = enabled;
    return {};
  };
}
