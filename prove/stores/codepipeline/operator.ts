import type { World } from '../../world/world';
import { enterStage, findExecution } from './flow';
import type { Execution } from './model';

/** Starts an execution at the first stage that invokes functions, as its bake ends. */
export function startExecution(world: World, execution: Omit<Execution, 'status'>): void {
  const started: Execution = { ...execution, status: 'InProgress' };
  world.pipeline.executions.push(started);
  const [first] = world.pipeline.stages;
  if (first) enterStage(world, started, first.name);
}

/**
 * Retries the stage in which an execution failed.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
 * @param isWhole whether from its first action on (`ALL_ACTIONS`), and not from the one that failed
 */
export function retryStage(world: World, id: string, isWhole = false): void {
  const { actions, stages } = world.pipeline;
  const failed = actions.findLast((run) => run.execution === id && run.status === 'Failed');
  if (!failed) throw new Error(`The execution ${id} must have an action that failed`);
  const stage = stages.find(({ name }) => name === failed.stage);
  const at = stage?.actions.findIndex(({ name }) => name === failed.definition.name) ?? 0;
  enterStage(world, findExecution(world, id), failed.stage, isWhole ? 0 : at);
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html */
export function rollBackStage(
  world: World,
  rollback: Omit<Execution, 'status' | 'variables'>,
  stage: string,
): void {
  const { variables } = findExecution(world, rollback.target ?? '');
  const started: Execution = { ...rollback, variables, status: 'InProgress' };
  world.pipeline.executions.push(started);
  enterStage(world, started, stage);
}
