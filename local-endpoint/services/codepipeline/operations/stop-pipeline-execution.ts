import type { StopPipelineExecutionInput, StopPipelineExecutionOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { emitStageState } from '../engine/events';
import { setStatus } from '../engine/execution';
import { withdraw } from '../engine/flow';
import { findExecution, findPipeline } from '../find';
import { hasEnded } from '../model';
import { checked, ID, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html */
export const stopPipelineExecution =
  (store: CodePipelineStore): Operation<StopPipelineExecutionInput, StopPipelineExecutionOutput> =>
  async (input, context) => {
    const rules = { pipelineName: NAME, pipelineExecutionId: ID, reason: { maximumLength: 200 } };
    const given = checked(input, ['pipelineName', 'pipelineExecutionId'], rules);
    const execution = findExecution(
      findPipeline(store, context, given.pipelineName),
      given.pipelineExecutionId,
    );
    if (hasEnded(execution)) {
      const message = `Unable to stop the pipeline execution ${execution.id}: its status is ${execution.status}.`;
      throw new AwsError('PipelineExecutionNotStoppableException', message);
    }
    if (execution.status === 'Stopping' && (!given.abandon || execution.abandon.signal.aborted)) {
      const message = `The pipeline execution ${execution.id} is already in a Stopping state.`;
      throw new AwsError('DuplicatedStopRequestException', message);
    }
    execution.stopReason = given.reason ?? execution.stopReason ?? '';
    if (execution.status === 'InProgress') setStatus(store.context, execution, 'Stopping');
    if (withdraw(execution)) setStatus(store.context, execution, 'Stopped');
    else stopStages();
    return { pipelineExecutionId: execution.id };

    function stopStages(): void {
      for (const [name, visit] of execution.stages) {
        if (visit.status !== 'InProgress') continue;
        visit.status = 'Stopping';
        emitStageState(store.context, execution, name, 'STOPPING');
      }
      if (given.abandon) execution.abandon.abort();
    }
  };
