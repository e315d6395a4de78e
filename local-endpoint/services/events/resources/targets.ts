import type { EventBridgeClient, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import type { Json } from '../../../kit/resources/json';

/** The rule that targets belong to. */
export interface RuleReference {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/**
 * Gives a rule these targets and removes the others.
 * @throws AwsError where EventBridge does not take one of them
 */
export async function setTargets(
  client: EventBridgeClient,
  rule: RuleReference,
  before: readonly Target[],
  after: readonly Target[],
): Promise<void> {
  const { PutTargetsCommand } = await import('@aws-sdk/client-eventbridge');
  const kept = new Set(after.map(({ Id }) => Id));
  await deleteTargets(
    client,
    rule,
    before.filter(({ Id }) => !kept.has(Id)),
  );
  if (after.length === 0) return;
  const answer = await client.send(new PutTargetsCommand({ ...rule, Targets: after.map(withNumbers) }));
  refuseFailures(answer.FailedEntries);
}

/** Removes targets from a rule, as {@link setTargets} does. */
export async function deleteTargets(
  client: EventBridgeClient,
  rule: RuleReference,
  targets: readonly Target[],
): Promise<void> {
  if (targets.length === 0) return;
  const { RemoveTargetsCommand } = await import('@aws-sdk/client-eventbridge');
  const Ids = targets.map(({ Id }) => Id ?? '');
  const answer = await client.send(new RemoveTargetsCommand({ ...rule, Ids }));
  refuseFailures(answer.FailedEntries);
}

/** In templates numbers may be strings. */
const withNumbers = ({ RetryPolicy, ...target }: Target): Target => ({
  ...target,
  ...(RetryPolicy && {
    RetryPolicy: Object.fromEntries(
      Object.entries(RetryPolicy).map(([key, value]) => [key, Number(value as Json)]),
    ),
  }),
});

function refuseFailures(failures: readonly { ErrorCode?: string; ErrorMessage?: string }[] = []): void {
  const [first] = failures;
  if (first !== undefined)
    throw new AwsError(first.ErrorCode ?? 'InternalFailure', first.ErrorMessage ?? 'Target failed');
}
