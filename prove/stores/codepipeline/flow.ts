import { emit } from '../../simulated-account/events';
import { accept, acceptLater } from '../../simulated-account/lambda';
import { ACCOUNT, nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { userParametersOf } from './variables';
import type { ActionDefinition, ActionRun, Execution } from './model';

/** A function has so long to answer. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const RESULT_MILLISECONDS = 20 * 60_000;

/** Runs a stage of an execution from one of its actions on. */
export function enterStage(simulated: SimulatedAccount, execution: Execution, name: string, from = 0): void {
  const { pipeline } = simulated;
  execution.status = 'InProgress';
  pipeline.latest[name] = { execution: execution.id, status: 'InProgress' };
  const definition = pipeline.stages.find((stage) => stage.name === name)?.actions[from];
  if (definition) startAction(simulated, execution, name, definition);
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
  simulated.pipeline.actions.push(run);
  if (definition.native) acceptLater(simulated, definition.action, { run: run.id }, 0);
  else startJob(simulated, run.id);
}

const locate = (
  { pipeline: { artifactBucket = '' } }: SimulatedAccount,
  { artifacts = {} }: Execution,
  names: readonly string[],
): ActionRun['artifacts'] =>
  names.map((name) => ({ name, bucket: artifactBucket, key: artifacts[name] ?? '' }));

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
  const at = pipeline.stages.findIndex(({ name }) => name === run.stage);
  const actions = pipeline.stages[at]?.actions ?? [];
  const next = actions[actions.findIndex(({ name }) => name === run.definition.name) + 1];
  if (execution.status === 'Stopping') {
    setStage(simulated, run, 'Stopped');
    return endExecution(simulated, execution, 'Stopped');
  }
  if (next) return startAction(simulated, execution, run.stage, next);
  setStage(simulated, run, 'Succeeded');
  const nextStage = pipeline.stages[at + 1];
  if (nextStage && execution.target === undefined) enterStage(simulated, execution, nextStage.name);
  else endExecution(simulated, execution, 'Succeeded');
}

export function failAction(simulated: SimulatedAccount, action: string, message: string): void {
  const run = findRun(simulated, action);
  Object.assign(run, { status: 'Failed', message });
  setStage(simulated, run, 'Failed');
  const execution = findExecution(simulated, run.execution);
  endExecution(simulated, execution, execution.status === 'Stopping' ? 'Stopped' : 'Failed');
}

function setStage(
  { pipeline }: SimulatedAccount,
  { stage, execution }: ActionRun,
  status: 'Succeeded' | 'Failed' | 'Stopped',
): void {
  const latest = pipeline.latest[stage];
  if (latest?.execution === execution) latest.status = status;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export function endExecution(
  simulated: SimulatedAccount,
  execution: Execution,
  status: 'Succeeded' | 'Failed' | 'Stopped',
): void {
  execution.status = status;
  emit(simulated, 'aws.codepipeline', 'CodePipeline Pipeline Execution State Change', {
    ...{ pipeline: simulated.pipeline.name, 'execution-id': execution.id, state: status.toUpperCase() },
  });
}

export function findRun({ pipeline: { actions } }: SimulatedAccount, id: string): ActionRun {
  const run = actions.find((one) => one.id === id);
  if (!run) throw new Error(`There must be an action execution ${id}`);
  return run;
}

export function findExecution({ pipeline: { executions } }: SimulatedAccount, id: string): Execution {
  const execution = executions.find((one) => one.id === id);
  if (!execution) throw new Error(`There must be an execution ${id}`);
  return execution;
}

/** @returns nothing where there is no such execution */
export const statusOf = (
  { pipeline: { executions } }: SimulatedAccount,
  id: string,
): Execution['status'] | undefined => executions.find((one) => one.id === id)?.status;
