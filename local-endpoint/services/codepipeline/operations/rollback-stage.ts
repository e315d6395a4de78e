import type { RollbackStageInput, RollbackStageOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { enter } from '../engine/flow';
import { newRollback } from '../engine/rollback';
import { findExecution, findPipeline, findStage } from '../find';
import { currentStructure, gateOf, type Execution, type Stage } from '../model';
import { checked, ID, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RollbackStage.html, with the rules of
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export const rollbackStage =
  (store: CodePipelineStore): Operation<RollbackStageInput, RollbackStageOutput> =>
  async (input, context) => {
    const given = checked(input, ['pipelineName', 'stageName', 'targetPipelineExecutionId'], {
      pipelineName: NAME,
      stageName: NAME,
      targetPipelineExecutionId: ID,
    });
    const pipeline = findPipeline(store, context, given.pipelineName);
    const stage = findStage(pipeline, given.stageName);
    const target = findExecution(pipeline, given.targetPipelineExecutionId);
    requireTarget(stage, target);
    const trigger = { triggerType: 'ManualRollback', triggerDetail: context.caller.arn } as const;
    const rollback = newRollback(store.context, target, trigger);
    enter(store, rollback, stage.name);
    return { pipelineExecutionId: rollback.id };
  };

function requireTarget({ name }: Stage, { id, type, pipeline, structure, stages }: Execution): void {
  const today = currentStructure(pipeline);
  const refuse = (why: string) =>
    new AwsError('UnableToRollbackStageException', `Unable to roll back the stage ${name}: ${why}.`);
  if (today.executionMode === 'PARALLEL') throw refuse('stage rollback is not available in PARALLEL mode');
  if (today.stages[0]?.name === name) throw refuse('a source stage cannot be rolled back');
  if (type === 'ROLLBACK') throw refuse(`the target pipeline execution ${id} is a rollback itself`);
  if (structure.version !== today.version) {
    const message = `The pipeline execution ${id} is outdated and cannot be used as a target pipeline execution for rollback.`;
    throw new AwsError('PipelineExecutionOutdatedException', message);
  }
  if (stages.get(name)?.status !== 'Succeeded') {
    throw refuse(`the target pipeline execution ${id} did not succeed in the stage`);
  }
  if (gateOf(pipeline, name).occupant) throw refuse('the stage is currently running');
}
