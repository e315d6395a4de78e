import { emit } from '../../world/events';
import { accept } from '../../world/lambda';
import { ACCOUNT, nextNumber, type World } from '../../world/world';
import { userParametersOf } from './variables';
import type { ActionDefinition, ActionRun, Execution } from './model';

/** A function has so long to answer. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const RESULT_MILLISECONDS = 20 * 60_000;

/** Runs a stage of an execution from one of its actions on. */
export function enterStage(world: World, execution: Execution, name: string, from = 0): void {
  const { pipeline } = world;
  execution.status = 'InProgress';
  pipeline.latest[name] = { execution: execution.id, status: 'InProgress' };
  const definition = pipeline.stages.find((stage) => stage.name === name)?.actions[from];
  if (definition) startAction(world, execution, name, definition);
}

function startAction(world: World, execution: Execution, stage: string, definition: ActionDefinition): void {
  const run: ActionRun = {
    ...{ id: `action-${nextNumber(world)}`, execution: execution.id, stage, definition },
    userParameters: userParametersOf(world, execution, definition),
    ...{ status: 'InProgress', output: {} },
  };
  world.pipeline.actions.push(run);
  startJob(world, run.id);
}

/** Invokes the function of an action with a job of its own. */
export function startJob(world: World, action: string, continuationToken?: string): void {
  const run = findRun(world, action);
  const id = `job-${nextNumber(world)}`;
  world.pipeline.jobs.push({
    id,
    action,
    until: world.now + RESULT_MILLISECONDS,
    results: [],
    isClosed: false,
  });
  const configuration = { UserParameters: run.userParameters };
  const data = { actionConfiguration: { configuration }, inputArtifacts: [], continuationToken };
  accept(world, run.definition.action, { 'CodePipeline.job': { id, accountId: ACCOUNT, data } });
}

/** Goes on with the next action, the next stage, or the end. */
export function succeedAction(world: World, action: string): void {
  const run = findRun(world, action);
  const { pipeline } = world;
  const execution = findExecution(world, run.execution);
  run.status = 'Succeeded';
  const at = pipeline.stages.findIndex(({ name }) => name === run.stage);
  const actions = pipeline.stages[at]?.actions ?? [];
  const next = actions[actions.findIndex(({ name }) => name === run.definition.name) + 1];
  if (execution.status === 'Stopping') {
    setStage(world, run, 'Stopped');
    return endExecution(world, execution, 'Stopped');
  }
  if (next) return startAction(world, execution, run.stage, next);
  setStage(world, run, 'Succeeded');
  const nextStage = pipeline.stages[at + 1];
  if (nextStage && execution.target === undefined) enterStage(world, execution, nextStage.name);
  else endExecution(world, execution, 'Succeeded');
}

export function failAction(world: World, action: string, message: string): void {
  const run = findRun(world, action);
  Object.assign(run, { status: 'Failed', message });
  setStage(world, run, 'Failed');
  const execution = findExecution(world, run.execution);
  endExecution(world, execution, execution.status === 'Stopping' ? 'Stopped' : 'Failed');
}

function setStage(
  { pipeline }: World,
  { stage, execution }: ActionRun,
  status: 'Succeeded' | 'Failed' | 'Stopped',
): void {
  const latest = pipeline.latest[stage];
  if (latest?.execution === execution) latest.status = status;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export function endExecution(
  world: World,
  execution: Execution,
  status: 'Succeeded' | 'Failed' | 'Stopped',
): void {
  execution.status = status;
  emit(world, 'aws.codepipeline', 'CodePipeline Pipeline Execution State Change', {
    ...{ pipeline: world.pipeline.name, 'execution-id': execution.id, state: status.toUpperCase() },
  });
}

export function findRun({ pipeline: { actions } }: World, id: string): ActionRun {
  const run = actions.find((one) => one.id === id);
  if (!run) throw new Error(`There must be an action execution ${id}`);
  return run;
}

export function findExecution({ pipeline: { executions } }: World, id: string): Execution {
  const execution = executions.find((one) => one.id === id);
  if (!execution) throw new Error(`There must be an execution ${id}`);
  return execution;
}

/** @returns nothing where there is no such execution */
export const statusOf = ({ pipeline: { executions } }: World, id: string): Execution['status'] | undefined =>
  executions.find((one) => one.id === id)?.status;
