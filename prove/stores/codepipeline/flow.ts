import { accept, acceptLater } from '../../simulated-account/lambda';
import { ACCOUNT, nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { endExecution, findExecution } from './executions';
import { groupsOf, isTaken, takeNext, wait } from './stage';
import { resolveAction } from './variables';
import type { ActionDefinition, ActionRun, Execution } from './model';

/** A function has so long to answer. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const RESULT_MILLISECONDS = 20 * 60_000;

/**
 * Runs a stage of an execution, as soon as no other one is in it.
 * @param first the actions that it begins with @default - those that the stage begins with
 */
export function enterStage(
  simulated: SimulatedAccount,
  execution: Execution,
  name: string,
  first: readonly ActionDefinition[] = groupsOf(simulated, name)[0] ?? [],
): void {
  const { pipeline } = simulated;
  execution.status = 'InProgress';
  if (isTaken(simulated, name, execution.id)) return wait(simulated, execution, name);
  pipeline.latest[name] = { execution: execution.id, status: 'InProgress' };
  for (const definition of first) startAction(simulated, execution, name, definition);
}

/** Lets the execution in that waits for a stage which another one has left. */
function admitNext(simulated: SimulatedAccount, stage: string): void {
  const next = takeNext(simulated, stage);
  if (next !== undefined) enterStage(simulated, findExecution(simulated, next), stage);
}

function startAction(
  simulated: SimulatedAccount,
  execution: Execution,
  stage: string,
  definition: ActionDefinition,
): void {
  const run: ActionRun = {
    ...{ id: `action-${nextNumber(simulated)}`, execution: execution.id, stage, definition },
    ...resolveAction(simulated, execution, definition),
    ...{ status: 'InProgress', output: {} },
    ...(definition.inputs && { artifacts: locate(simulated, execution, definition.inputs) }),
  };
  const { pipeline, now } = simulated;
  pipeline.actions.push(run);
  if (definition.native) acceptLater(simulated, definition.action, { run: run.id }, 0);
  else if (definition.action !== APPROVAL) startJob(simulated, run.id);
  else
    pipeline.approvals = [
      ...(pipeline.approvals ?? []),
      { action: run.id, due: now + APPROVAL_MILLISECONDS },
    ];
}

const locate = (
  { pipeline: { artifactBucket = '' } }: SimulatedAccount,
  { artifacts = {} }: Execution,
  names: readonly string[],
): ActionRun['artifacts'] =>
  names.map((name) => ({ name, bucket: artifactBucket, key: artifacts[name] ?? '' }));

/** The action by which a person is asked, instead of a function. */
export const APPROVAL = 'approval';

/** How long the person takes. */
const APPROVAL_MILLISECONDS = 10 * 60_000;

/** Of a job, which open its artifacts. */
const CREDENTIALS = { accessKeyId: 'job', secretAccessKey: 'none', sessionToken: 'none' };

/** Invokes the function of an action with a job of its own. */
export function startJob(simulated: SimulatedAccount, action: string, continuationToken?: string): void {
  const run = findRun(simulated, action);
  const id = `job-${nextNumber(simulated)}`;
  simulated.pipeline.jobs.push({
    id,
    action,
    until: simulated.now + RESULT_MILLISECONDS,
    results: [],
    isClosed: false,
  });
  const configuration = { UserParameters: run.userParameters };
  const inputArtifacts = (run.artifacts ?? []).map(({ name, bucket: bucketName, key: objectKey }) => ({
    ...{ name, location: { s3Location: { bucketName, objectKey } } },
  }));
  const data = {
    ...{ actionConfiguration: { configuration }, inputArtifacts, continuationToken },
    ...(inputArtifacts.length > 0 && { artifactCredentials: CREDENTIALS }),
  };
  accept(simulated, run.definition.action, { 'CodePipeline.job': { id, accountId: ACCOUNT, data } });
}

export function succeedAction(simulated: SimulatedAccount, action: string): void {
  const run = findRun(simulated, action);
  run.status = 'Succeeded';
  goOn(simulated, run);
}

export function failAction(simulated: SimulatedAccount, action: string, message: string): void {
  const run = findRun(simulated, action);
  Object.assign(run, { status: 'Failed', message });
  goOn(simulated, run);
}

/** When all actions beside one have ended, goes on with the next ones, the next stage, or the end. */
function goOn(simulated: SimulatedAccount, run: ActionRun): void {
  const { pipeline } = simulated;
  const execution = findExecution(simulated, run.execution);
  const groups = groupsOf(simulated, run.stage);
  const at = groups.findIndex((group) => group.some(({ name }) => name === run.definition.name));
  const beside = (groups[at] ?? []).map(({ name }) => lastRun(simulated, execution.id, name));
  if (beside.some((one) => one?.status === 'InProgress')) return;
  const early = earlyEnd(execution);
  if (beside.some((one) => one?.status === 'Failed'))
    return leave(simulated, run, 'Failed', early ?? 'Failed');
  if (early) return leave(simulated, run, early, early);
  const next = groups[at + 1];
  if (next) {
    for (const definition of next) startAction(simulated, execution, run.stage, definition);
    return;
  }
  const nextStage = pipeline.stages[pipeline.stages.findIndex(({ name }) => name === run.stage) + 1];
  if (!nextStage || execution.target !== undefined) return leave(simulated, run, 'Succeeded', 'Succeeded');
  setStage(simulated, run, 'Succeeded');
  enterStage(simulated, execution, nextStage.name);
  admitNext(simulated, run.stage);
}

/** The last run of an action in an execution. @returns nothing where it has not run */
export const lastRun = (
  { pipeline: { actions } }: SimulatedAccount,
  execution: string,
  name: string,
): ActionRun | undefined =>
  actions.findLast((run) => run.execution === execution && run.definition.name === name);

/** What an execution ends with when its action in progress has ended. @returns nothing where it goes on */
function earlyEnd({ status, isOutdated = false }: Execution): 'Stopped' | 'Cancelled' | undefined {
  if (isOutdated) return 'Cancelled';
  return status === 'Stopping' ? 'Stopped' : undefined;
}

/** Ends an execution in a stage, which another one can enter then. */
export function leave(
  simulated: SimulatedAccount,
  run: ActionRun,
  stage: 'Succeeded' | 'Failed' | 'Stopped' | 'Cancelled',
  status: 'Succeeded' | 'Failed' | 'Stopped' | 'Cancelled',
): void {
  setStage(simulated, run, stage);
  endExecution(simulated, run.execution, status);
  admitNext(simulated, run.stage);
}

function setStage(
  { pipeline }: SimulatedAccount,
  { stage, execution }: ActionRun,
  status: 'Succeeded' | 'Failed' | 'Stopped' | 'Cancelled',
): void {
  const latest = pipeline.latest[stage];
  if (latest?.execution === execution) latest.status = status;
}

export function findRun({ pipeline: { actions } }: SimulatedAccount, id: string): ActionRun {
  const run = actions.find((one) => one.id === id);
  if (!run) throw new Error(`There must be an action execution ${id}`);
  return run;
}

/** @returns nothing where there is no such execution */
export const statusOf = (
  { pipeline: { executions } }: SimulatedAccount,
  id: string,
): Execution['status'] | undefined => executions.find((one) => one.id === id)?.status;
