import type { RehearsalContext } from '../context';
import { approveIfAsked } from './approval';
import type { DeployedPipeline } from './deployed-pipeline';
import { executionEnd, failureOf, knownExecutions, listActions, awaitNewExecution } from './executions';
import { shortRevision } from './revision';

/** Ids of the executions that one upload or push started, by pipeline. */
export type StartedExecutions<Pipeline extends DeployedPipeline> = ReadonlyMap<Pipeline, string>;

/**
 * Does something that starts pipelines, and waits for the new execution of each.
 * @param start the upload or push
 */
export async function startExecutions<Pipeline extends DeployedPipeline>(
  context: RehearsalContext,
  pipelines: readonly Pipeline[],
  start: () => Promise<unknown>,
): Promise<StartedExecutions<Pipeline>> {
  const known = await Promise.all(pipelines.map(knownExecutions));
  await start();
  const started = new Map<Pipeline, string>();
  for (const [index, pipeline] of pipelines.entries())
    started.set(pipeline, await awaitNewExecution(context, pipeline, known[index] ?? new Set()));
  return started;
}

/**
 * Approves where the pipeline asks for it, and expects the execution to succeed.
 * @returns whether it did
 */
export async function expectSuccess(
  context: RehearsalContext,
  pipeline: DeployedPipeline,
  executionId: string,
  revision: string,
): Promise<boolean> {
  await approveIfAsked(context, pipeline, executionId, revision);
  const status = await executionEnd(context, pipeline, executionId);
  const reason = status === 'Succeeded' ? '' : await failureOf(pipeline, executionId);
  const text = `${pipeline.name} released ${shortRevision(revision)}`;
  return context.expect.that(text, status === 'Succeeded', `${status}: ${reason}`);
}

/** An output variable of a source action. */
export interface SourceVariable {
  readonly action: string;
  readonly name: 'CommitId' | 'ImageDigest' | 'VersionId';
}

/** Expects the execution to have taken exactly the revision that started it. */
export async function expectRevision(
  { expect }: RehearsalContext,
  pipeline: DeployedPipeline,
  executionId: string,
  { action, name }: SourceVariable,
  revision: string,
): Promise<void> {
  const actions = await listActions(pipeline, executionId);
  const source = actions.find(({ actionName }) => actionName === action);
  const text = `${pipeline.name} took the ${name} that started it, ${shortRevision(revision)}`;
  expect.equal(text, source?.output?.outputVariables?.[name], revision);
}
