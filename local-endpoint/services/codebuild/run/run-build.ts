import { rm } from 'node:fs/promises';
import type { StatusType } from '@aws-sdk/client-codebuild';
import type { BuildRecord } from '../model';
import type { CodeBuildState, CodeBuildStore } from '../store';
import type { BuildContext, ProvisionedBuild } from './context';
import { emitBuildStateChange } from './events';
import { BuildInterruption, containerDead, interruptBuild } from './failure';
import { BuildLog } from './log';
import { runPhase } from './phase';
import { runPhases } from './phases';
import { provision } from './provision';

const MINUTE = 60_000;

/** Runs a build from the queue to its end; resolves when all of it is over, and never rejects. */
export function runBuild(store: CodeBuildStore, state: CodeBuildState, record: BuildRecord): Promise<void> {
  const what = `build ${record.build.id}`;
  return store.context.clock.during(
    what,
    (happened) => runToEnd(store, state, record, happened),
    record.project.arn,
  );
}

async function runToEnd(
  store: CodeBuildStore,
  state: CodeBuildState,
  record: BuildRecord,
  happened: () => void,
): Promise<void> {
  const { closing } = store.context;
  const signal = AbortSignal.any([record.interrupted.signal, closing]);
  const log = new BuildLog(store.context, record.build.projectName);
  const context: BuildContext = { store, state, record, log, signal, happened };
  emitBuildStateChange(context);
  try {
    await runQueued(context);
  } catch (error) {
    if (closing.aborted) return;
    if (!(error instanceof BuildInterruption)) addFault(context, error);
  }
  await complete(context);
}

async function runQueued(context: BuildContext): Promise<void> {
  const { timeoutInMinutes, queuedTimeoutInMinutes } = context.record.project;
  await runPhase(context, 'SUBMITTED', async () => undefined);
  let leaveQueue: (() => void) | undefined;
  const endQueueTimeout = startTimeout(context, queuedTimeoutInMinutes, 'The build timed out in the queue');
  try {
    await runPhase(context, 'QUEUED', async () => {
      leaveQueue = await context.state.queue.enter(context.signal);
    }).finally(endQueueTimeout);
    await runOnMachine(context, startTimeout(context, timeoutInMinutes, 'Build has timed out.'));
  } finally {
    leaveQueue?.();
  }
}

async function runOnMachine(context: BuildContext, endTimeout: () => void): Promise<void> {
  const { closing, processes } = context.store.context;
  let run: ProvisionedBuild | undefined;
  let stopped: Promise<void> | undefined;
  let forget: (() => void) | undefined;
  const kill = () => run?.process.kill();
  const stop = () => void (stopped = closing.aborted ? undefined : run?.process.stop());
  closing.addEventListener('abort', kill, { once: true });
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    const provisioned = await runPhase(context, 'PROVISIONING', async () => {
      run = await provision(context);
      forget = processes.add(run.identity.credentials.accessKeyId, () => {
        kill();
        interruptBuild(context.record, containerDead());
      });
    });
    if (provisioned && run) await runPhases(run);
  } finally {
    endTimeout();
    forget?.();
    context.signal.removeEventListener('abort', stop);
    await stopped;
    kill();
    closing.removeEventListener('abort', kill);
    if (run) await rm(run.folders.all, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** An error between the phases is not the build's own, but it ends the build. */
function addFault({ store: { context }, record }: BuildContext, error: unknown): void {
  context.log(`codebuild: ${error instanceof Error ? error.stack : String(error)}`);
  record.build.phases.push({
    phaseType: 'FINALIZING',
    phaseStatus: 'FAULT',
    startTime: context.clock.now(),
    endTime: context.clock.now(),
    contexts: [{ statusCode: 'INTERNAL_SERVICE_ERROR', message: String(error) }],
  });
}

/** Interrupts the build when its time is over. @returns what ends the timeout */
function startTimeout({ store, record }: BuildContext, minutes: number, message: string): () => void {
  const ended = new AbortController();
  void store.stopwatch.sleep(minutes * MINUTE, ended.signal).then(() => {
    if (ended.signal.aborted) return;
    interruptBuild(record, new BuildInterruption('TIMED_OUT', 'BUILD_TIMED_OUT', message));
  });
  return () => ended.abort();
}

async function complete(context: BuildContext): Promise<void> {
  const { record, store, log } = context;
  const { build } = record;
  build.buildStatus = statusOf(record);
  const endTime = store.context.clock.now();
  build.phases.push({ phaseType: 'COMPLETED', startTime: endTime });
  await log.close();
  Object.assign(build, { endTime, buildComplete: true, currentPhase: 'COMPLETED' });
  emitBuildStateChange(context);
  store.context.log(`codebuild: build ${build.id} ${build.buildStatus}`);
}

/** The worst status of its phases; an interruption is worse than a failure. */
function statusOf({ build: { phases } }: BuildRecord): StatusType {
  const statuses = phases.map(({ phaseStatus }) => phaseStatus);
  const worst = (['STOPPED', 'TIMED_OUT', 'FAULT', 'FAILED'] as const).find((one) => statuses.includes(one));
  return worst ?? 'SUCCEEDED';
}
