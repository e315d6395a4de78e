import { AwsError } from '../../../kit/aws-error';
import { plan, type Plan } from '../engine/plan';
import { identityFor } from '../engine/run';
import { stackScope } from '../engine/scope';
import type { Stack } from '../engine/stack';
import type { Desired } from '../engine/desired';
import type { StackStore } from '../engine/store';

/**
 * What a request without a change set would change.
 * @throws AwsError `ValidationError` with everything that cannot be done, so that nothing is begun
 */
export async function checkedPlan(store: StackStore, stack: Stack, desired: Desired): Promise<Plan> {
  const identity = await identityFor(store.context, stack, desired.roleArn);
  const planned = await plan(
    store.context.resourceTypes,
    stack,
    desired,
    stackScope(store, stack, desired, identity),
  );
  if (planned.problems.length === 0) return planned;
  throw new AwsError('ValidationError', planned.problems.map(({ message }) => message).join('; '));
}
