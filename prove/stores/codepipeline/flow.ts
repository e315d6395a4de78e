import { accept, acceptLater } from '../../simulated-account/lambda';
import { ACCOUNT, nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { endExecution, findExecution } from './executions';
import { isTaken, takeNext, wait } from './stage';
import { userParametersOf } from './variables';
import type { ActionDefinition, ActionRun, Execution } from './model';

/** A function has so long to answer. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const RESULT_MILLISECONDS = 20 * 60_000;

/** Runs a stage of an execution from one of its actions on, as soon as no other one is in it. */
export function enterStage(simulated: SimulatedAccount, execution: Execution, name: string, from = 0): void {
  const { pipeline } = simulated;
  execution.status = 'InProgress';
  if (isTaken(simulated, name, execution.id)) return wait(simulated, execution, name);
  pipeline.latest[name] = { execution: execution.id, status: 'InProgress' };
  const definition = pipeline.stages.find((stage) => stage.name === name)?.actions[from];
  if (definition) startAction(simulated, execution, name, definition);
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
    userParameters: userParametersOf(simulated, execution, definition),
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

/** Goes on with the next action, the next stage, or the end. */
export function succeedAction(simulated: SimulatedAccount, action: string): void {
  const run = findRun(simulated, action);
  const { pipeline } = simulated;
  const execution = findExecution(simulated, run.execution);
  run.status = 'Succeeded';
  const early = earlyEnd(execution);
  if (early) return leave(simulated, run, early, early);
  const at = pipeline.stages.findIndex(({ name }) => name === run.stage);
  const actions = pipeline.stages[at]?.actions ?? [];
  const next = actions[actions.findIndex(({ name }) => name === run.definition.name) + 1];
  if (next) return startAction(simulated, execution, run.stage, next);
  const nextStage = pipeline.stages[at + 1];
  if (!nextStage || execution.target !== undefined) return leave(simulated, run, 'Succeeded', 'Succeeded');
  setStage(simulated, run, 'Succeeded');
  enterStage(simulated, execution, nextStage.name);
  admitNext(simulated, run.stage);
}

export function failAction(simulated: SimulatedAccount, action: string, message: string): void {
  const run = findRun(simulated, action);
  Object.assign(run, { status: 'Failed', message });
  leave(simulated, run, 'Failed', earlyEnd(findExecution(simulated, run.execution)) ?? 'Failed');
}

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
