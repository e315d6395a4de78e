import type { PutTargetsRequest, PutTargetsResponse, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';
import { deliveryTo } from '../targets/delivery';

/** "Targets per rule" in https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const TARGETS_PER_RULE = 5;

/** PutTargets: refuses what could never be delivered, so that a rule does not fail silently later. */
export function putTargets(rules: Rules): Operation<PutTargetsRequest, PutTargetsResponse> {
  return async (input, context) => {
    const rule = rules.named(placeOf(context, input.EventBusName), input.Rule);
    const targets = input.Targets ?? [];
    for (const target of targets) check(target);
    const ids = new Set([...rule.targets.keys(), ...targets.map((target) => target.Id ?? '')]);
    if (ids.size > TARGETS_PER_RULE)
      throw new AwsError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    for (const target of targets) rule.targets.set(target.Id ?? '', target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  };
}

function check(target: Target): void {
  const delivery = deliveryTo(target.Arn ?? '');
  if (!delivery)
    throw new AwsError(
      'ValidationException',
      `Target ${target.Arn} is of a kind that the local endpoint does not deliver events to.`,
    );
  if (delivery.needsRole && !target.RoleArn)
    throw new AwsError('ValidationException', `RoleArn is required for target ${target.Arn}.`);
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter(
    (input) => input !== undefined,
  );
  if (inputs.length > 1)
    throw new AwsError(
      'ValidationException',
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
}
