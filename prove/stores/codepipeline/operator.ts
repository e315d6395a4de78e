import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { endExecution, enterStage, findExecution } from './flow';
import type { Execution } from './model';

/** Starts an execution at the first stage that invokes functions, as its bake ends. */
export function startExecution(simulated: SimulatedAccount, execution: Omit<Execution, 'status'>): void {
  const started: Execution = { ...execution, status: 'InProgress' };
  simulated.pipeline.executions.push(started);
  const [first] = simulated.pipeline.stages;
  if (first) enterStage(simulated, started, first.name);
}

/**
 * Retries the stage in which an execution failed.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
 * @param isWhole whether from its first action on (`ALL_ACTIONS`), and not from the one that failed
 */
export function retryStage(simulated: SimulatedAccount, id: string, isWhole = false): void {
  const { actions, stages } = simulated.pipeline;
  const failed = actions.findLast((run) => run.execution === id && run.status === 'Failed');
  if (!failed) throw new Error(`The execution ${id} must have an action that failed`);
  const stage = stages.find(({ name }) => name === failed.stage);
  const at = stage?.actions.findIndex(({ name }) => name === failed.definition.name) ?? 0;
  enterStage(simulated, findExecution(simulated, id), failed.stage, isWhole ? 0 : at);
}

/**
 * Stops an execution: when the action in progress has ended, or at once, so that the action is abandoned and no result
 * of its jobs is taken any more.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html
 */
export function stopExecution(simulated: SimulatedAccount, id: string, isAbandoned: boolean): void {
  const { actions, jobs, latest } = simulated.pipeline;
  const execution = findExecution(simulated, id);
  if (execution.status !== 'InProgress') return;
  const run = actions.findLast((one) => one.execution === id);
  const stage = latest[run?.stage ?? ''];
  execution.status = 'Stopping';
  if (stage) stage.status = 'Stopping';
  if (!isAbandoned || !run) return;
  run.status = 'Abandoned';
  if (stage) stage.status = 'Stopped';
  for (const job of jobs) if (job.action === run.id) job.isClosed = job.isAbandoned = true;
  const { continuations } = simulated.pipeline;
  simulated.pipeline.continuations = continuations.filter(({ action }) => action !== run.id);
  endExecution(simulated, execution, 'Stopped');
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html */
export function rollBackStage(
  simulated: SimulatedAccount,
  rollback: Omit<Execution, 'status' | 'variables'>,
  stage: string,
): void {
  const { variables, artifacts } = findExecution(simulated, rollback.target ?? '');
  const started: Execution = {
    ...rollback,
    variables,
    ...(artifacts && { artifacts }),
    status: 'InProgress',
  };
  simulated.pipeline.executions.push(started);
  enterStage(simulated, started, stage);
}
