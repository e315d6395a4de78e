import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';
import { describe } from './describe-rule';

/** ListRules, by prefix; everything fits one page. */
export function listRules(rules: Rules): Operation<ListRulesRequest, ListRulesResponse> {
  return async (input, context) => {
    const all = [...rules.at(placeOf(context, input.EventBusName)).values()];
    return { Rules: all.filter((rule) => rule.name.startsWith(input.NamePrefix ?? '')).map(describe) };
  };
}
