import type { RetryStageExecutionInput, RetryStageExecutionOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { setStatus } from '../engine/execution';
import { reenter, succeededActions } from '../engine/flow';
import { findExecution, findPipeline, findStage } from '../find';
import { currentStructure, gateOf, type Execution, type StageRun } from '../model';
import { checked, ID, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html */
export const retryStageExecution =
  (store: CodePipelineStore): Operation<RetryStageExecutionInput, RetryStageExecutionOutput> =>
  async (input, context) => {
    const given = checked(input, ['pipelineName', 'stageName', 'pipelineExecutionId', 'retryMode'], {
      pipelineName: NAME,
      stageName: NAME,
      pipelineExecutionId: ID,
      retryMode: { among: ['FAILED_ACTIONS', 'ALL_ACTIONS'] },
    });
    const pipeline = findPipeline(store, context, given.pipelineName);
    const stage = findStage(pipeline, given.stageName);
    const execution = findExecution(pipeline, given.pipelineExecutionId);
    const run = retryableRun(execution, stage.name);
    run.manualRetries += 1;
    run.latestRetryTrigger = 'ManualStageRetry';
    execution.abandon = new AbortController();
    execution.stopReason = undefined;
    setStatus(store.context, execution, 'InProgress');
    const done = given.retryMode === 'ALL_ACTIONS' ? new Set<string>() : succeededActions(execution, stage);
    reenter(store, execution, stage.name, done);
    return { pipelineExecutionId: execution.id };
  };

function retryableRun(execution: Execution, stageName: string): StageRun {
  const { pipeline } = execution;
  const run = execution.stages.get(stageName);
  const gate = gateOf(pipeline, stageName);
  const refuse = (why: string) =>
    new AwsError(
      'StageNotRetryableException',
      `Unable to retry the stage ${stageName} of the pipeline execution ${execution.id}: ${why}.`,
    );
  if (execution.structure.version !== currentStructure(pipeline).version)
    throw refuse('the pipeline structure has changed');
  if (!run || (run.status !== 'Failed' && run.status !== 'Stopped'))
    throw refuse('the stage contains no failed actions');
  if (execution.status !== 'Failed' && execution.status !== 'Stopped')
    throw refuse(`the execution is ${execution.status}`);
  if (execution.mode === 'PARALLEL') return run;
  if (gate.latest !== run) {
    const message = `The pipeline execution ${execution.id} is not the latest one in the stage ${stageName}.`;
    throw new AwsError('NotLatestPipelineExecutionException', message);
  }
  if (gate.occupant) throw refuse('the stage is currently running');
  return run;
}
