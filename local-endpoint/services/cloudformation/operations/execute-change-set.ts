import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import type { ChangeSet } from '../engine/change-set';
import { changeStack } from '../engine/time';
import { runCreate } from '../engine/create-stack';
import type { Stack } from '../engine/stack';
import type { DesiredStack } from '../engine/desired';
import { runUpdate } from '../engine/update-stack';
import { getChangeSet, type ChangeSetReference } from '../request/change-sets';
import { isTrue } from '../request/request';
import { checkUpdatable } from '../request/state';
import type { StackStore } from '../store';
import { refusal } from '../template/errors';

interface Input extends ChangeSetReference {
  readonly DisableRollback?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
export function executeChangeSet(store: StackStore): Operation<Input> {
  return async (input, context) => {
    const { stack, changeSet } = getChangeSet(store, context, input);
    const { desired, type } = changeSet;
    if (desired === undefined || changeSet.executionStatus !== 'AVAILABLE') {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
      );
    }
    if (type === 'UPDATE') checkUpdatable(stack);
    if (type === 'UPDATE' && isTrue(input.DisableRollback))
      throw refusal('update a stack without rollback (DisableRollback)');
    const target: DesiredStack = isTrue(input.DisableRollback)
      ? { ...desired, onFailure: 'DO_NOTHING' }
      : desired;
    stack.running = changeStack(store, stack, () => execute(store, stack, changeSet, target));
    return {};
  };
}

/** Deletes the other change sets, which were planned for the stack as it was. */
async function execute(
  store: StackStore,
  stack: Stack,
  changeSet: ChangeSet,
  desired: DesiredStack,
): Promise<void> {
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  stack.changeSets.splice(0, Infinity, changeSet);
  await (changeSet.type === 'CREATE' ? runCreate : runUpdate)(store, stack, desired);
  const succeeded = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'].includes(stack.status);
  changeSet.executionStatus = succeeded ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
}
