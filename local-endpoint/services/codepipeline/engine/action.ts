import { randomUUID } from 'node:crypto';
import type { AwsIdentity } from '../../../kit/aws';
import { gateOf, type Action, type ActionRun, type Execution, type StoredArtifact } from '../model';
import {
  ActionFailure,
  type ActionJob,
  type ActionOutcome,
  type ActionProvider,
} from '../providers/provider';
import { providerOf } from '../providers/registry';
import type { Room } from '../state';
import { artifactAccess } from './artifacts';
import { emitActionState } from './events';
import { errorDetailsOf } from './failure';
import { actionSession } from './session';
import { resolveConfiguration } from './variables';

/** Runs one action of an execution to its end: Succeeded, Failed, or Abandoned when the execution is not waited for. */
export async function runAction(
  room: Room,
  execution: Execution,
  stageName: string,
  action: Action,
): Promise<ActionRun> {
  const run = beginRun(room, execution, stageName, action);
  const ended = new AbortController();
  const signal = AbortSignal.any([room.world.closing, execution.abandon.signal, ended.signal]);
  try {
    const provider = providerOf(action.actionTypeId);
    run.resolvedConfiguration = resolveConfiguration(action.configuration, execution);
    emitActionState(room.world, run, 'STARTED');
    const outcome = await withinTime(room, provider, jobOf(room, run, signal));
    if (outcome) succeed(room, run, outcome);
    else abandon(room, run);
  } catch (error) {
    if (signal.aborted) abandon(room, run);
    else fail(room, run, error);
  } finally {
    ended.abort();
  }
  return run;
}

function beginRun(room: Room, execution: Execution, stageName: string, action: Action): ActionRun {
  const now = room.world.clock.now();
  const run: ActionRun = {
    id: randomUUID(),
    execution,
    stageName,
    action,
    startTime: now,
    lastUpdateTime: now,
    status: 'InProgress',
    inputArtifacts: action.inputArtifacts
      .map(({ name }) => execution.artifacts.get(name))
      .filter((artifact): artifact is StoredArtifact => artifact !== undefined),
    outputArtifacts: [],
  };
  execution.actions.push(run);
  gateOf(execution.pipeline, stageName).actions.set(action.name, run);
  return run;
}

function jobOf(room: Room, run: ActionRun, signal: AbortSignal): ActionJob {
  const { execution, action } = run;
  const region = action.region ?? execution.pipeline.region;
  let session: Promise<AwsIdentity> | undefined;
  const identity = () => (session ??= actionSession(room.world, execution, action));
  return {
    room,
    execution,
    action,
    run,
    region,
    configuration: run.resolvedConfiguration ?? {},
    pinned: (type) =>
      execution.overrides.find((one) => one.actionName === action.name && one.revisionType === type)
        ?.revisionValue,
    signal,
    identity,
    artifacts: artifactAccess(run, region, identity),
  };
}

async function withinTime(
  room: Room,
  provider: ActionProvider,
  job: ActionJob,
): Promise<ActionOutcome | undefined> {
  return Promise.race([provider.run(job), deadline(room, provider, job)]);
}

/** Longer waits overflow a timer of the machine, which then ends at once. */
const LONGEST_SLEEP_MILLISECONDS = 20 * 24 * 60 * 60_000;

/** Resolves with nothing when the action is abandoned. @throws ActionFailure when its time is over */
async function deadline(
  { world }: Room,
  provider: ActionProvider,
  { action, signal }: ActionJob,
): Promise<undefined> {
  const minutes = action.timeoutInMinutes ?? provider.timeoutInMinutes;
  const end = world.clock.now().getTime() + minutes * 60_000;
  for (;;) {
    const left = end - world.clock.now().getTime();
    if (left <= 0) throw new ActionFailure('JobFailed', `The action timed out after ${minutes} minutes.`);
    await world.clock.sleep(Math.min(left, LONGEST_SLEEP_MILLISECONDS), signal);
    if (signal.aborted) return undefined;
  }
}

function succeed(room: Room, run: ActionRun, outcome: ActionOutcome): void {
  const { execution, action } = run;
  run.summary = outcome.summary ?? run.summary;
  run.outputVariables = outcome.outputVariables ?? {};
  if (action.namespace) execution.namespaces.set(action.namespace, run.outputVariables);
  for (const artifact of run.outputArtifacts) execution.artifacts.set(artifact.name, artifact);
  if (outcome.finding) {
    const earlier = execution.sources.findIndex(({ actionName }) => actionName === action.name);
    if (earlier >= 0) execution.sources.splice(earlier, 1);
    const artifactName = action.outputArtifacts[0]?.name;
    execution.sources.push({ actionName: action.name, artifactName, ...outcome.finding });
  }
  end(room, run, 'Succeeded', 'SUCCEEDED');
}

function fail(room: Room, run: ActionRun, error: unknown): void {
  run.errorDetails = errorDetailsOf(error);
  end(room, run, 'Failed', 'FAILED');
}

function abandon(room: Room, run: ActionRun): void {
  if (room.world.closing.aborted) return;
  end(room, run, 'Abandoned', 'ABANDONED');
}

function end(room: Room, run: ActionRun, status: ActionRun['status'], state: string): void {
  run.status = status;
  run.token = undefined;
  run.lastUpdateTime = room.world.clock.now();
  run.execution.lastUpdateTime = run.lastUpdateTime;
  emitActionState(room.world, run, state);
}
