import {
  currentStructure,
  gateOf,
  hasEnded,
  type Execution,
  type Gate,
  type Pipeline,
  type Stage,
} from '../model';
import type { Room } from '../state';
import { setStatus } from './execution';
import { latestGoodExecution, newRollback } from './rollback';
import { lastRun, runStage } from './stage';

/**
 * Brings an execution before a stage; it enters as soon as the stage is free and its transition enabled.
 * In SUPERSEDED mode it takes the place of an older one that waits; in QUEUED mode it waits behind it; in PARALLEL
 * mode no stage is ever locked. https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export function enter(room: Room, execution: Execution, stageName: string): void {
  const gate = gateOf(execution.pipeline, stageName);
  if (execution.mode === 'SUPERSEDED' && execution.type === 'STANDARD') {
    for (const older of gate.waiting.splice(0)) setStatus(room.world, older, 'Superseded');
  }
  if (execution.type === 'ROLLBACK') gate.waiting.unshift(execution);
  else gate.waiting.push(execution);
  openGate(room, gate);
}

/** Lets in whoever may go in: after a transition was enabled, or a stage became free. */
export function openGate(room: Room, gate: Gate): void {
  while (gate.transition.enabled && !gate.occupant) {
    const execution = gate.waiting.shift();
    if (!execution) return;
    if (execution.mode !== 'PARALLEL') gate.occupant = execution;
    visit(room, gate, execution, new Set());
  }
}

/** Takes an execution back into a stage that failed or was stopped; the caller has checked that it may. */
export function reenter(
  room: Room,
  execution: Execution,
  stageName: string,
  done: ReadonlySet<string>,
): void {
  const gate = gateOf(execution.pipeline, stageName);
  if (execution.mode !== 'PARALLEL') gate.occupant = execution;
  visit(room, gate, execution, done);
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
export function cancelExecutions(room: Room, pipeline: Pipeline, summary: string): void {
  for (const execution of pipeline.executions) {
    if (hasEnded(execution)) continue;
    withdraw(execution);
    setStatus(room.world, execution, 'Cancelled', summary);
    execution.abandon.abort();
  }
}

function visit(room: Room, gate: Gate, execution: Execution, done: ReadonlySet<string>): void {
  visitStage(room, gate, execution, done).catch((error: unknown) => {
    room.world.log(
      `codepipeline: ${execution.pipeline.name} ${execution.id} broke in ${gate.stageName}: ${String(error)}`,
    );
  });
}

async function visitStage(
  room: Room,
  gate: Gate,
  execution: Execution,
  done: ReadonlySet<string>,
): Promise<void> {
  const stage = execution.structure.stages.find(({ name }) => name === gate.stageName);
  if (!stage) throw new Error(`no such stage in version ${execution.structure.version}`);
  let status = await runStage(room, execution, stage, done);
  if (status === 'Failed' && retriesByItself(execution, stage)) {
    status = await runStage(room, execution, stage, stillGood(execution, stage));
  }
  if (room.world.closing.aborted) return;
  if (gate.occupant === execution) gate.occupant = undefined;
  leave(room, execution, stage, status === 'Succeeded');
  openGate(room, gate);
}

function leave(room: Room, execution: Execution, stage: Stage, succeeded: boolean): void {
  if (execution.status === 'Cancelled') return;
  if (execution.status === 'Stopping') return setStatus(room.world, execution, 'Stopped');
  if (!succeeded) return fail(room, execution, stage);
  const next = execution.structure.stages[execution.structure.stages.indexOf(stage) + 1];
  if (next && execution.type === 'STANDARD') enter(room, execution, next.name);
  else setStatus(room.world, execution, 'Succeeded');
}

function fail(room: Room, execution: Execution, stage: Stage): void {
  setStatus(room.world, execution, 'Failed');
  if (stage.onFailure?.result !== 'ROLLBACK' || execution.type === 'ROLLBACK') return;
  const target = latestGoodExecution(execution.pipeline, stage.name);
  if (!target) return;
  const trigger = { triggerType: 'AutomatedRollback', triggerDetail: execution.id } as const;
  enter(room, newRollback(room.world, target, trigger), stage.name);
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
