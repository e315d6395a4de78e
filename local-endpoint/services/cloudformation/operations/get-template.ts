import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { getStack, type StackStore } from '../engine/store';
import { getChangeSet, type ChangeSetReference } from '../request/change-sets';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export function getTemplate(store: StackStore): Operation<ChangeSetReference> {
  return async (input, context) => {
    const StagesAvailable = ['Original', 'Processed'];
    if (input.ChangeSetName !== undefined) {
      const { changeSet } = getChangeSet(store, context, input);
      return { TemplateBody: changeSet.desired?.body ?? '', StagesAvailable };
    }
    const stack = getStack(store, context, input.StackName);
    if (stack.deployed === undefined && stack.status !== 'REVIEW_IN_PROGRESS') {
      throw new AwsError('ValidationError', `Stack with id ${input.StackName} has no template`);
    }
    return { TemplateBody: stack.deployed?.body ?? '', StagesAvailable };
  };
}
