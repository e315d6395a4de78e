import { rm } from 'node:fs/promises';
import type { StatusType } from '@aws-sdk/client-codebuild';
import { type BuildRecord, interrupt } from '../build-record';
import type { Region, CodeBuildStore } from '../store';
import { build } from './build';
import { raiseStateChange } from './events';
import { Interruption } from './failure';
import { BuildLog } from './log';
import { phase } from './phase';
import type { Place, Provisioned } from './run';
import { provision } from './provision';

const MINUTE = 60_000;

/** Takes a build from the queue to its end; resolves when all of it is over, and never rejects. */
export async function carryOut(store: CodeBuildStore, region: Region, record: BuildRecord): Promise<void> {
  const { context: serviceContext } = store;
  const signal = AbortSignal.any([record.interrupted.signal, serviceContext.closing]);
  const log = new BuildLog(serviceContext, record.build.projectName);
  const place: Place = { store: store, region, record, log, signal };
  raiseStateChange(place);
  try {
    await goThrough(place);
  } catch (error) {
    if (serviceContext.closing.aborted) return;
    if (!(error instanceof Interruption)) noteFault(place, error);
  }
  await complete(place);
}

async function goThrough(place: Place): Promise<void> {
  const { timeoutInMinutes, queuedTimeoutInMinutes } = place.record.project;
  await phase(place, 'SUBMITTED', async () => undefined);
  let endTurn: (() => void) | undefined;
  const queued = limit(place, queuedTimeoutInMinutes, 'The build timed out in the queue');
  try {
    await phase(place, 'QUEUED', async () => {
      endTurn = await place.region.turns.take(place.signal);
    }).finally(queued);
    await onMachine(place, limit(place, timeoutInMinutes, 'Build has timed out.'));
  } finally {
    endTurn?.();
  }
}

/** @param lift lifts the limit of the build's time */
async function onMachine(place: Place, lift: () => void): Promise<void> {
  let run: Provisioned | undefined;
  const kill = () => run?.process.kill();
  place.signal.addEventListener('abort', kill, { once: true });
  try {
    const provisioned = await phase(place, 'PROVISIONING', async () => {
      run = await provision(place);
    });
    if (provisioned && run) await build(run);
  } finally {
    lift();
    kill();
    place.signal.removeEventListener('abort', kill);
    if (run) await rm(run.folders.all, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What goes wrong between the phases is no fault of the build's, but its end. */
function noteFault({ store: store, record }: Place, error: unknown): void {
  store.context.log(`codebuild: ${error instanceof Error ? error.stack : String(error)}`);
  record.build.phases.push({
    phaseType: 'FINALIZING',
    phaseStatus: 'FAULT',
    startTime: store.context.clock.now(),
    endTime: store.context.clock.now(),
    contexts: [{ statusCode: 'INTERNAL_SERVICE_ERROR', message: String(error) }],
  });
}

/** Interrupts the build when the time is over. @returns what lifts the limit */
function limit({ store: store, record }: Place, minutes: number, message: string): () => void {
  const lifted = new AbortController();
  void store.stopwatch.sleep(minutes * MINUTE, lifted.signal).then(() => {
    if (!lifted.signal.aborted) interrupt(record, new Interruption('TIMED_OUT', 'BUILD_TIMED_OUT', message));
  });
  return () => lifted.abort();
}

async function complete(place: Place): Promise<void> {
  const { record, store: store, log } = place;
  const { build: told } = record;
  told.buildStatus = statusOf(record);
  const endTime = store.context.clock.now();
  told.phases.push({ phaseType: 'COMPLETED', startTime: endTime });
  await log.close();
  Object.assign(told, { endTime, buildComplete: true, currentPhase: 'COMPLETED' });
  raiseStateChange(place);
  store.context.log(`codebuild: build ${told.id} ${told.buildStatus}`);
}

/** A build that was interrupted ends so; any other is as good as the worst of its phases. */
function statusOf({ build: { phases } }: BuildRecord): StatusType {
  const statuses = phases.map(({ phaseStatus }) => phaseStatus);
  const worst = (['STOPPED', 'TIMED_OUT', 'FAULT', 'FAILED'] as const).find((one) => statuses.includes(one));
  return worst ?? 'SUCCEEDED';
}
