import { AwsError } from '../../../kit/aws-error';
import { planStack, type StackPlan } from '../engine/plan';
import { identityFor } from '../engine/stack-run';
import { stackScope } from '../engine/scope';
import type { Stack } from '../engine/stack';
import type { DesiredStack } from '../engine/desired';
import type { StackStore } from '../store';

/**
 * What a request without a change set would change.
 * @throws AwsError `ValidationError` with everything that cannot be done, so that nothing is started
 */
export async function checkedPlan(
  store: StackStore,
  stack: Stack,
  desired: DesiredStack,
): Promise<StackPlan> {
  const identity = await identityFor(store.context, stack, desired.roleArn);
  const planned = await planStack(
    store.context.resourceTypes,
    stack,
    desired,
    stackScope(store, stack, desired, identity),
  );
  if (planned.problems.length === 0) return planned;
  throw new AwsError('ValidationError', planned.problems.map(({ message }) => message).join('; '));
}
