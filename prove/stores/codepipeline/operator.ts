import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { endExecution, findExecution } from './executions';
import { enterStage, lastRun, leave } from './flow';
import type { Execution, StageDefinition } from './model';
import { groupsOf, isTaken, stopWaiting } from './stage';

/** Starts an execution at the first stage that invokes functions, as its bake ends. */
export function startExecution(
  simulated: SimulatedAccount,
  execution: Omit<Execution, 'status' | 'mode'>,
): void {
  const started = addExecution(simulated, execution);
  const [first] = simulated.pipeline.stages;
  if (first) enterStage(simulated, started, first.name);
}

/**
 * Retries the stage in which an execution failed.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
 * @param isWhole whether from its first action on (`ALL_ACTIONS`), and not from those that failed
 */
export function retryStage(simulated: SimulatedAccount, id: string, isWhole = false): void {
  const { actions } = simulated.pipeline;
  const failed = actions.findLast((run) => run.execution === id && run.status === 'Failed');
  if (!failed) throw new Error(`The execution ${id} must have an action that failed`);
  const beside = groupsOf(simulated, failed.stage).find((group) =>
    group.some(({ name }) => name === failed.definition.name),
  );
  const again = beside?.filter(({ name }) => lastRun(simulated, id, name)?.status === 'Failed');
  enterStage(simulated, findExecution(simulated, id), failed.stage, isWhole ? undefined : again);
}

/**
 * Whether an execution is the latest one in the stage in which it failed, and no other one is in that: CodePipeline refuses
 * to retry any other. https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
 */
export function isRetryable(simulated: SimulatedAccount, id: string): boolean {
  const { actions, latest } = simulated.pipeline;
  const { isOutdated = false, status } = findExecution(simulated, id);
  const failed = actions.findLast((run) => run.execution === id && run.status === 'Failed');
  if (!failed || isOutdated || status !== 'Failed') return false;
  return latest[failed.stage]?.execution === id && !isTaken(simulated, failed.stage, id);
}

/**
 * Stops an execution: when the action in progress has ended, or at once, so that the action is abandoned and no result
 * of its jobs is taken any more.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html
 */
export function stopExecution(simulated: SimulatedAccount, id: string, isAbandoned: boolean): void {
  const { actions, latest } = simulated.pipeline;
  const execution = findExecution(simulated, id);
  if (execution.status !== 'InProgress') return;
  if (stopWaiting(simulated, id)) return endExecution(simulated, id, 'Stopped');
  const run = actions.findLast((one) => one.execution === id);
  const stage = latest[run?.stage ?? ''];
  execution.status = 'Stopping';
  if (stage?.execution === id) stage.status = 'Stopping';
  if (isAbandoned) abandon(simulated, id, 'Stopped');
}

/** Ends an execution with its actions in progress at once. */
function abandon(simulated: SimulatedAccount, id: string, status: 'Stopped' | 'Cancelled'): void {
  const { pipeline } = simulated;
  const runs = pipeline.actions.filter((one) => one.execution === id && one.status === 'InProgress');
  for (const run of runs) {
    run.status = 'Abandoned';
    for (const job of pipeline.jobs) if (job.action === run.id) job.isClosed = job.isAbandoned = true;
    pipeline.continuations = pipeline.continuations.filter(({ action }) => action !== run.id);
    pipeline.approvals = pipeline.approvals?.filter(({ action }) => action !== run.id);
  }
  const last = pipeline.actions.findLast((one) => one.execution === id);
  if (last) leave(simulated, last, status, status);
}

/**
 * Gives the pipeline another structure. AWS documents that it completes the actions in progress, and then ends their
 * executions, as `Cancelled`; not whether that can also be at once.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-edit.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecution.html
 */
export function updatePipeline(
  simulated: SimulatedAccount,
  stages: readonly StageDefinition[],
  isAbandoned: boolean,
): void {
  const { pipeline } = simulated;
  pipeline.stages = stages;
  const running = pipeline.executions.filter(
    ({ status }) => status === 'InProgress' || status === 'Stopping',
  );
  for (const execution of running) execution.isOutdated = true;
  for (const { id } of running) {
    if (stopWaiting(simulated, id)) endExecution(simulated, id, 'Cancelled');
    else if (isAbandoned) abandon(simulated, id, 'Cancelled');
  }
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html */
export function rollBackStage(
  simulated: SimulatedAccount,
  rollback: Omit<Execution, 'status' | 'mode' | 'variables'>,
  stage: string,
): void {
  const { variables, artifacts } = findExecution(simulated, rollback.target ?? '');
  const started = addExecution(simulated, { ...rollback, variables, ...(artifacts && { artifacts }) });
  enterStage(simulated, started, stage);
}

function addExecution(
  { pipeline: { executions, mode } }: SimulatedAccount,
  execution: Omit<Execution, 'status' | 'mode'>,
): Execution {
  const started: Execution = { ...execution, ...(mode && { mode }), status: 'InProgress' };
  executions.push(started);
  return started;
}
