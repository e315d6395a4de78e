import {
  currentStructure,
  stageRuntime,
  hasEnded,
  type Execution,
  type StageRuntime,
  type Pipeline,
  type Stage,
} from '../model';
import type { CodePipelineStore } from '../store';
import { setStatus } from './execution';
import { latestGoodExecution, newRollback } from './rollback';
import { lastRun, runStage } from './stage';

/**
 * Has an execution wait for a stage; it enters as soon as the stage is free and its transition enabled. In SUPERSEDED
 * mode it replaces an older one that waits; in QUEUED mode it waits behind it; in PARALLEL mode no stage is ever locked. https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export function enterStage(store: CodePipelineStore, execution: Execution, stageName: string): void {
  const runtime = stageRuntime(execution.pipeline, stageName);
  if (execution.mode === 'SUPERSEDED' && execution.type === 'STANDARD') {
    for (const older of runtime.waiting.splice(0)) setStatus(store.context, older, 'Superseded');
  }
  if (execution.type === 'ROLLBACK') runtime.waiting.unshift(execution);
  else runtime.waiting.push(execution);
  admitNext(store, runtime);
}

/** Lets the executions enter that may: after a transition was enabled, or a stage became free. */
export function admitNext(store: CodePipelineStore, runtime: StageRuntime): void {
  while (runtime.transition.enabled && !runtime.lockedBy) {
    const execution = runtime.waiting.shift();
    if (!execution) return;
    if (execution.mode !== 'PARALLEL') runtime.lockedBy = execution;
    runInBackground(store, runtime, execution, new Set());
  }
}

/** Takes an execution back into a stage that failed or was stopped; the caller has checked that it may. */
export function reenterStage(
  store: CodePipelineStore,
  execution: Execution,
  stageName: string,
  done: ReadonlySet<string>,
): void {
  const runtime = stageRuntime(execution.pipeline, stageName);
  if (execution.mode !== 'PARALLEL') runtime.lockedBy = execution;
  runInBackground(store, runtime, execution, done);
}

/** The names of a stage's actions that a retry of the failed ones does not run again. */
export function succeededActions(execution: Execution, stage: Stage): Set<string> {
  const succeeded = stage.actions.filter(
    ({ name }) => lastRun(execution, stage.name, name)?.status === 'Succeeded',
  );
  return new Set(succeeded.map(({ name }) => name));
}

/** Removes an execution from where it waits. @returns whether it waited */
export function stopWaiting(execution: Execution): boolean {
  for (const { waiting } of execution.pipeline.stageRuntimes.values()) {
    const index = waiting.indexOf(execution);
    if (index >= 0) return waiting.splice(index, 1).length > 0;
  }
  return false;
}

/** Cancels the executions of a pipeline that is changed or deleted; what their actions started goes on by itself. */
export function cancelExecutions(store: CodePipelineStore, pipeline: Pipeline, summary: string): void {
  for (const execution of pipeline.executions) {
    if (hasEnded(execution)) continue;
    stopWaiting(execution);
    setStatus(store.context, execution, 'Cancelled', summary);
    execution.abandon.abort();
  }
}

function runInBackground(
  store: CodePipelineStore,
  runtime: StageRuntime,
  execution: Execution,
  done: ReadonlySet<string>,
): void {
  runAndLeave(store, runtime, execution, done).catch((error: unknown) => {
    store.context.log(
      `codepipeline: ${execution.pipeline.name} ${execution.id} failed unexpectedly in ${runtime.stageName}: ${String(error)}`,
    );
  });
}

async function runAndLeave(
  store: CodePipelineStore,
  runtime: StageRuntime,
  execution: Execution,
  done: ReadonlySet<string>,
): Promise<void> {
  const stage = execution.structure.stages.find(({ name }) => name === runtime.stageName);
  if (!stage) throw new Error(`no such stage in version ${execution.structure.version}`);
  let status = await runStage(store, execution, stage, done);
  if (status === 'Failed' && takeAutomaticRetry(execution, stage)) {
    status = await runStage(store, execution, stage, actionsToKeep(execution, stage));
  }
  if (store.context.closing.aborted) return;
  if (runtime.lockedBy === execution) runtime.lockedBy = undefined;
  leave(store, execution, stage, status === 'Succeeded');
  admitNext(store, runtime);
}

function leave(store: CodePipelineStore, execution: Execution, stage: Stage, succeeded: boolean): void {
  if (execution.status === 'Cancelled') return;
  if (execution.status === 'Stopping') return setStatus(store.context, execution, 'Stopped');
  if (!succeeded) return fail(store, execution, stage);
  const next = execution.structure.stages[execution.structure.stages.indexOf(stage) + 1];
  if (next && execution.type === 'STANDARD') enterStage(store, execution, next.name);
  else setStatus(store.context, execution, 'Succeeded');
}

function fail(store: CodePipelineStore, execution: Execution, stage: Stage): void {
  setStatus(store.context, execution, 'Failed');
  if (stage.onFailure?.result !== 'ROLLBACK' || execution.type === 'ROLLBACK') return;
  const target = latestGoodExecution(execution.pipeline, stage.name);
  if (!target) return;
  const trigger = { triggerType: 'AutomatedRollback', triggerDetail: execution.id } as const;
  enterStage(store, newRollback(store.context, target, trigger), stage.name);
}

/** Uses up the one automatic retry of a stage. @returns whether there was one */
function takeAutomaticRetry(execution: Execution, stage: Stage): boolean {
  const run = execution.stages.get(stage.name);
  if (!run || stage.onFailure?.result !== 'RETRY' || run.automaticRetries > 0) return false;
  if (execution.status !== 'InProgress') return false;
  run.automaticRetries += 1;
  run.latestRetryTrigger = 'AutomatedStageRetry';
  return true;
}

const actionsToKeep = (execution: Execution, stage: Stage): Set<string> =>
  stage.onFailure?.retryConfiguration?.retryMode === 'ALL_ACTIONS'
    ? new Set()
    : succeededActions(execution, stage);

/** The first stage of today's structure, which every standard execution begins with. */
export function firstStage(pipeline: Pipeline): Stage {
  const stage = currentStructure(pipeline).stages[0];
  if (!stage) throw new Error(`pipeline ${pipeline.name} has no stage`);
  return stage;
}
