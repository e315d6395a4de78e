import {
  currentStructure,
  gateOf,
  hasEnded,
  type Execution,
  type Gate,
  type Pipeline,
  type Stage,
} from '../model';
import type { CodePipelineStore } from '../store';
import { setStatus } from './execution';
import { latestGoodExecution, newRollback } from './rollback';
import { lastRun, runStage } from './stage';

/**
 * Brings an execution before a stage; it enters as soon as the stage is free and its transition enabled.
 * In SUPERSEDED mode it takes the place of an older one that waits; in QUEUED mode it waits behind it; in PARALLEL
 * mode no stage is ever locked. https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export function enter(store: CodePipelineStore, execution: Execution, stageName: string): void {
  const gate = gateOf(execution.pipeline, stageName);
  if (execution.mode === 'SUPERSEDED' && execution.type === 'STANDARD') {
    for (const older of gate.waiting.splice(0)) setStatus(store.context, older, 'Superseded');
  }
  if (execution.type === 'ROLLBACK') gate.waiting.unshift(execution);
  else gate.waiting.push(execution);
  openGate(store, gate);
}

/** Lets in whoever may go in: after a transition was enabled, or a stage became free. */
export function openGate(store: CodePipelineStore, gate: Gate): void {
  while (gate.transition.enabled && !gate.occupant) {
    const execution = gate.waiting.shift();
    if (!execution) return;
    if (execution.mode !== 'PARALLEL') gate.occupant = execution;
    visit(store, gate, execution, new Set());
  }
}

/** Takes an execution back into a stage that failed or was stopped; the caller has checked that it may. */
export function reenter(
  store: CodePipelineStore,
  execution: Execution,
  stageName: string,
  done: ReadonlySet<string>,
): void {
  const gate = gateOf(execution.pipeline, stageName);
  if (execution.mode !== 'PARALLEL') gate.occupant = execution;
  visit(store, gate, execution, done);
}

/** The actions of a stage that a retry of the failed ones leaves alone. */
export function succeededActions(execution: Execution, stage: Stage): Set<string> {
  const good = stage.actions.filter(
    ({ name }) => lastRun(execution, stage.name, name)?.status === 'Succeeded',
  );
  return new Set(good.map(({ name }) => name));
}

/** Removes an execution from wherever it waits; says whether it waited. */
export function withdraw(execution: Execution): boolean {
  for (const { waiting } of execution.pipeline.gates.values()) {
    const place = waiting.indexOf(execution);
    if (place >= 0) return waiting.splice(place, 1).length > 0;
  }
  return false;
}

/** Ends every execution of a pipeline whose structure changes or goes; what their actions started goes on by itself. */
export function cancelExecutions(store: CodePipelineStore, pipeline: Pipeline, summary: string): void {
  for (const execution of pipeline.executions) {
    if (hasEnded(execution)) continue;
    withdraw(execution);
    setStatus(store.context, execution, 'Cancelled', summary);
    execution.abandon.abort();
  }
}

function visit(store: CodePipelineStore, gate: Gate, execution: Execution, done: ReadonlySet<string>): void {
  visitStage(store, gate, execution, done).catch((error: unknown) => {
    store.context.log(
      `codepipeline: ${execution.pipeline.name} ${execution.id} broke in ${gate.stageName}: ${String(error)}`,
    );
  });
}

async function visitStage(
  store: CodePipelineStore,
  gate: Gate,
  execution: Execution,
  done: ReadonlySet<string>,
): Promise<void> {
  const stage = execution.structure.stages.find(({ name }) => name === gate.stageName);
  if (!stage) throw new Error(`no such stage in version ${execution.structure.version}`);
  let status = await runStage(store, execution, stage, done);
  if (status === 'Failed' && retriesByItself(execution, stage)) {
    status = await runStage(store, execution, stage, stillGood(execution, stage));
  }
  if (store.context.closing.aborted) return;
  if (gate.occupant === execution) gate.occupant = undefined;
  leave(store, execution, stage, status === 'Succeeded');
  openGate(store, gate);
}

function leave(store: CodePipelineStore, execution: Execution, stage: Stage, succeeded: boolean): void {
  if (execution.status === 'Cancelled') return;
  if (execution.status === 'Stopping') return setStatus(store.context, execution, 'Stopped');
  if (!succeeded) return fail(store, execution, stage);
  const next = execution.structure.stages[execution.structure.stages.indexOf(stage) + 1];
  if (next && execution.type === 'STANDARD') enter(store, execution, next.name);
  else setStatus(store.context, execution, 'Succeeded');
}

function fail(store: CodePipelineStore, execution: Execution, stage: Stage): void {
  setStatus(store.context, execution, 'Failed');
  if (stage.onFailure?.result !== 'ROLLBACK' || execution.type === 'ROLLBACK') return;
  const target = latestGoodExecution(execution.pipeline, stage.name);
  if (!target) return;
  const trigger = { triggerType: 'AutomatedRollback', triggerDetail: execution.id } as const;
  enter(store, newRollback(store.context, target, trigger), stage.name);
}

/** An automatic retry is made once. */
function retriesByItself(execution: Execution, stage: Stage): boolean {
  const run = execution.stages.get(stage.name);
  if (!run || stage.onFailure?.result !== 'RETRY' || run.automaticRetries > 0) return false;
  if (execution.status !== 'InProgress') return false;
  run.automaticRetries += 1;
  run.latestRetryTrigger = 'AutomatedStageRetry';
  return true;
}

const stillGood = (execution: Execution, stage: Stage): Set<string> =>
  stage.onFailure?.retryConfiguration?.retryMode === 'ALL_ACTIONS'
    ? new Set()
    : succeededActions(execution, stage);

/** The first stage of today's structure, which every standard execution begins with. */
export function firstStage(pipeline: Pipeline): Stage {
  const stage = currentStructure(pipeline).stages[0];
  if (!stage) throw new Error(`pipeline ${pipeline.name} has no stage`);
  return stage;
}
