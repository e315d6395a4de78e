import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { findChangeSet, type ChangeSetReference } from '../request/change-sets';

/**
 * Deletes a change set at once; one that is not there is no error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html
 */
export function deleteChangeSet(store: StackStore): Operation<ChangeSetReference> {
  return async (input, context) => {
    if (input.StackName !== undefined) getStack(store, context, input.StackName);
    const found = findChangeSet(store, context, input);
    if (found === undefined) return {};
    const { stack, changeSet } = found;
    if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `An operation on ChangeSet [${changeSet.id}] is currently in progress.`,
      );
    }
    stack.changeSets.splice(stack.changeSets.indexOf(changeSet), 1);
    return {};
  };
}
