import type { EventBridgeClient, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../kit/aws-error';
import type { Json } from '../../cloudformation/template/json';

/** The rule that targets belong to. */
export interface RuleReference {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/**
 * Gives a rule these targets and takes away the others.
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
  await removeTargets(
    client,
    rule,
    before.filter(({ Id }) => !kept.has(Id)),
  );
  if (after.length === 0) return;
  const answer = await client.send(new PutTargetsCommand({ ...rule, Targets: after.map(numbers) }));
  refuseFailures(answer.FailedEntries);
}

/** Takes targets away from a rule. */
export async function removeTargets(
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

/** Template numbers may be text. */
const numbers = ({ RetryPolicy, ...target }: Target): Target => ({
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
