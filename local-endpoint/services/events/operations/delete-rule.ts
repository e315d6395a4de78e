import type { DeleteRuleRequest } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';

/** DeleteRule: a rule that still has targets stays, one that is not there is no error. */
export function deleteRule(rules: Rules): Operation<DeleteRuleRequest> {
  return async (input, context) => {
    const place = placeOf(context, input.EventBusName);
    if (rules.at(place).get(input.Name ?? '')?.targets.size)
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    rules.at(place).delete(input.Name ?? '');
    return {};
  };
}
