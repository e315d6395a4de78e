import { randomUUID } from 'node:crypto';
import type { AwsIdentity } from '../../../kit/aws';
import { stageRuntime, type Action, type ActionRun, type Execution, type StoredArtifact } from '../model';
import {
  ActionFailure,
  type ActionJob,
  type ActionOutcome,
  type ActionProvider,
} from '../providers/provider';
import { providerOf } from '../providers/registry';
import type { CodePipelineStore } from '../store';
import { artifactAccess } from './artifacts';
import { emitActionState } from './events';
import { errorDetailsOf } from './failure';
import { actionSession } from './session';
import { resolveConfiguration } from './variables';

/** Runs one action of an execution to its end: Succeeded, Failed, or Abandoned when the execution is not waited for. */
export async function runAction(
  store: CodePipelineStore,
  execution: Execution,
  stageName: string,
  action: Action,
): Promise<ActionRun> {
  const run = beginRun(store, execution, stageName, action);
  const ended = new AbortController();
  const signal = AbortSignal.any([store.context.closing, execution.abandon.signal, ended.signal]);
  try {
    const provider = providerOf(action.actionTypeId);
    run.resolvedConfiguration = resolveConfiguration(action.configuration, execution);
    emitActionState(store.context, run, 'STARTED');
    const outcome = await withinTimeout(store, provider, jobOf(store, run, signal));
    if (outcome) succeed(store, run, outcome);
    else abandon(store, run);
  } catch (error) {
    if (signal.aborted) abandon(store, run);
    else fail(store, run, error);
  } finally {
    ended.abort();
  }
  return run;
}

function beginRun(
  store: CodePipelineStore,
  execution: Execution,
  stageName: string,
  action: Action,
): ActionRun {
  const now = store.context.clock.now();
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
  stageRuntime(execution.pipeline, stageName).actions.set(action.name, run);
  return run;
}

function jobOf(store: CodePipelineStore, run: ActionRun, signal: AbortSignal): ActionJob {
  const { execution, action } = run;
  const region = action.region ?? execution.pipeline.region;
  let session: Promise<AwsIdentity> | undefined;
  const identity = () => (session ??= actionSession(store.context, execution, action));
  return {
    store,
    execution,
    action,
    run,
    region,
    configuration: run.resolvedConfiguration ?? {},
    revisionOverride: (type) =>
      execution.overrides.find((one) => one.actionName === action.name && one.revisionType === type)
        ?.revisionValue,
    signal,
    identity,
    artifacts: artifactAccess(run, region, identity),
  };
}

async function withinTimeout(
  store: CodePipelineStore,
  provider: ActionProvider,
  job: ActionJob,
): Promise<ActionOutcome | undefined> {
  const what = `action ${job.action.name} of ${job.execution.pipeline.name}`;
  const outcome = store.context.clock.working(what, () => provider.run(job));
  return Promise.race([outcome, deadline(store, provider, job)]);
}

/** @returns undefined where the action was abandoned. @throws ActionFailure when its time is over */
async function deadline(
  { context: { clock } }: CodePipelineStore,
  provider: ActionProvider,
  { action, signal }: ActionJob,
): Promise<undefined> {
  const minutes = action.timeoutInMinutes ?? provider.timeoutInMinutes;
  await clock.sleep(minutes * 60_000, signal);
  if (signal.aborted) return undefined;
  throw new ActionFailure('JobFailed', `The action timed out after ${minutes} minutes.`);
}

function succeed(store: CodePipelineStore, run: ActionRun, outcome: ActionOutcome): void {
  const { execution, action } = run;
  run.summary = outcome.summary ?? run.summary;
  run.outputVariables = outcome.outputVariables ?? {};
  if (action.namespace) execution.namespaces.set(action.namespace, run.outputVariables);
  for (const artifact of run.outputArtifacts) execution.artifacts.set(artifact.name, artifact);
  if (outcome.revision) {
    const earlier = execution.sources.findIndex(({ actionName }) => actionName === action.name);
    if (earlier >= 0) execution.sources.splice(earlier, 1);
    const artifactName = action.outputArtifacts[0]?.name;
    execution.sources.push({ actionName: action.name, artifactName, ...outcome.revision });
  }
  end(store, run, 'Succeeded', 'SUCCEEDED');
}

function fail(store: CodePipelineStore, run: ActionRun, error: unknown): void {
  run.errorDetails = errorDetailsOf(error);
  end(store, run, 'Failed', 'FAILED');
}

function abandon(store: CodePipelineStore, run: ActionRun): void {
  if (store.context.closing.aborted) return;
  end(store, run, 'Abandoned', 'ABANDONED');
}

function end(store: CodePipelineStore, run: ActionRun, status: ActionRun['status'], state: string): void {
  run.status = status;
  run.token = undefined;
  run.lastUpdateTime = store.context.clock.now();
  run.execution.lastUpdateTime = run.lastUpdateTime;
  emitActionState(store.context, run, state);
}
