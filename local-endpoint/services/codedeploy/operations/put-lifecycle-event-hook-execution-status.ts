import type {
  PutLifecycleEventHookExecutionStatusInput,
  PutLifecycleEventHookExecutionStatusOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_PutLifecycleEventHookExecutionStatus.html */
export const putLifecycleEventHookExecutionStatus =
  (
    store: CodeDeployStore,
  ): Operation<PutLifecycleEventHookExecutionStatusInput, PutLifecycleEventHookExecutionStatusOutput> =>
  async (input, context) => {
    const { lifecycleEventHookExecutionId: id = '', status } = input;
    const execution = findDeployment(store.of(context), input.deploymentId).hooks.get(id);
    if (!execution)
      throw new AwsError(
        'InvalidLifecycleEventHookExecutionIdException',
        `The lifecycle event hook execution ID is invalid: ${id}`,
      );
    if (status !== 'Succeeded' && status !== 'Failed')
      throw new AwsError(
        'InvalidLifecycleEventHookExecutionStatusException',
        `The result of a lifecycle event hook must be Succeeded or Failed; got: ${status}`,
      );
    if (execution.reported)
      throw new AwsError(
        'LifecycleEventAlreadyCompletedException',
        `The lifecycle event ${execution.event} has already been completed.`,
      );
    execution.reported = true;
    execution.report(status);
    return { lifecycleEventHookExecutionId: id };
  };
