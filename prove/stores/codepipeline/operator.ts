import type { World } from '../../world/world';
import { endExecution, enterStage, findExecution } from './flow';
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

/**
 * Stops an execution: when the action in progress has ended, or at once, so that the action is abandoned and no result
 * of its jobs is taken any more.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html
 */
export function stopExecution(world: World, id: string, isAbandoned: boolean): void {
  const { actions, jobs, latest } = world.pipeline;
  const execution = findExecution(world, id);
  if (execution.status !== 'InProgress') return;
  const run = actions.findLast((one) => one.execution === id);
  const stage = latest[run?.stage ?? ''];
  execution.status = 'Stopping';
  if (stage) stage.status = 'Stopping';
  if (!isAbandoned || !run) return;
  run.status = 'Abandoned';
  if (stage) stage.status = 'Stopped';
  for (const job of jobs) if (job.action === run.id) job.isClosed = job.isAbandoned = true;
  const { continuations } = world.pipeline;
  world.pipeline.continuations = continuations.filter(({ action }) => action !== run.id);
  endExecution(world, execution, 'Stopped');
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
