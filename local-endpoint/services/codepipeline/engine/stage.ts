import type { StageExecutionStatus } from '@aws-sdk/client-codepipeline';
import { gateOf, type Action, type ActionRun, type Execution, type Stage, type StageRun } from '../model';
import type { CodePipelineStore } from '../store';
import { runAction } from './action';
import { emitStageState } from './events';

/**
 * Runs the actions of a stage: those of one run order side by side, the next run order when all of them are done.
 * @param done names of actions that need not run again, for a retry of the failed ones
 */
export async function runStage(
  store: CodePipelineStore,
  execution: Execution,
  stage: Stage,
  done: ReadonlySet<string>,
): Promise<StageExecutionStatus> {
  const visit = beginVisit(store, execution, stage);
  const good = new Set(done);
  for (const group of byRunOrder(stage.actions)) {
    if (execution.status !== 'InProgress') break;
    const due = group.filter(({ name }) => !done.has(name));
    const runs = await Promise.all(due.map((action) => runAction(store, execution, stage.name, action)));
    const verdict = verdictOf(runs, execution);
    if (verdict) return endVisit(store, execution, visit, stage.name, verdict);
    for (const { action } of runs) good.add(action.name);
  }
  const complete = stage.actions.every(({ name }) => good.has(name));
  return endVisit(store, execution, visit, stage.name, complete ? 'Succeeded' : interrupted(execution));
}

/** The last run of an action in one execution. */
export function lastRun(execution: Execution, stageName: string, actionName: string): ActionRun | undefined {
  return execution.actions.findLast((run) => run.stageName === stageName && run.action.name === actionName);
}

function beginVisit(store: CodePipelineStore, execution: Execution, stage: Stage): StageRun {
  const again = execution.stages.get(stage.name);
  const visit: StageRun = again ?? {
    executionId: execution.id,
    type: execution.type,
    status: 'InProgress',
    automaticRetries: 0,
    manualRetries: 0,
  };
  visit.status = 'InProgress';
  execution.stages.set(stage.name, visit);
  gateOf(execution.pipeline, stage.name).latest = visit;
  emitStageState(store.context, execution, stage.name, again ? 'RESUMED' : 'STARTED');
  return visit;
}

function byRunOrder(actions: readonly Action[]): Action[][] {
  const orders = [...new Set(actions.map(({ runOrder }) => runOrder))].sort((one, other) => one - other);
  return orders.map((order) => actions.filter(({ runOrder }) => runOrder === order));
}

/** Nothing while the stage may go on. */
function verdictOf(runs: readonly ActionRun[], execution: Execution): StageExecutionStatus | undefined {
  if (runs.some(({ status }) => status === 'Abandoned' || status === 'InProgress'))
    return interrupted(execution);
  return runs.some(({ status }) => status === 'Failed') ? 'Failed' : undefined;
}

const interrupted = (execution: Execution): StageExecutionStatus =>
  execution.status === 'Cancelled' ? 'Cancelled' : 'Stopped';

function endVisit(
  store: CodePipelineStore,
  execution: Execution,
  visit: StageRun,
  stageName: string,
  status: StageExecutionStatus,
): StageExecutionStatus {
  if (store.context.closing.aborted) return status;
  visit.status = status;
  emitStageState(store.context, execution, stageName, STATES[status] ?? 'STOPPED');
  return status;
}

const STATES: Partial<Record<StageExecutionStatus, string>> = {
  Cancelled: 'CANCELED',
  Failed: 'FAILED',
  Stopped: 'STOPPED',
  Succeeded: 'SUCCEEDED',
};
