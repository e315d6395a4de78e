import type { RemoveTargetsRequest, RemoveTargetsResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';

/** RemoveTargets. */
export function removeTargets(rules: Rules): Operation<RemoveTargetsRequest, RemoveTargetsResponse> {
  return async (input, context) => {
    const rule = rules.named(placeOf(context, input.EventBusName), input.Rule);
    for (const id of input.Ids ?? []) rule.targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  };
}
