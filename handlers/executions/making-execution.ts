import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ReleaseFacts } from '../contract/release-record';
import { findActionExecution } from './action-executions';
import { type ReleaseExecution, readReleaseExecution } from './release-execution';
import { isUnknownExecution } from './unknown-execution';

/** What the release record has of the execution that makes a release serve. */
export type MakingExecution = Pick<
  ReleaseFacts,
  'pipelineExecutionId' | 'commit' | 'codeVersion' | 'approvedBy' | 'cause'
>;

/**
 * The execution that makes a release serve: the one whose action runs, because in a rollback the id that the action was given
 * may be that of the execution it goes back to.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 * @param name of the pipeline
 * @param functionName of the function whose action makes a release serve
 * @param given the id that the action was given
 */
export async function readMakingExecution(
  client: CodePipelineClient,
  name: string,
  functionName: string,
  given: string,
): Promise<MakingExecution> {
  const known = await find(client, name, given);
  return (await runningOf(client, name, functionName, given, known)) ?? describe(given, known);
}

/**
 * The same for a function that runs as that action.
 * @returns nothing where CodePipeline shows no such action in progress, as it may for a moment
 */
export async function readRunningExecution(
  client: CodePipelineClient,
  name: string,
  functionName: string,
  given: string,
): Promise<MakingExecution | undefined> {
  return runningOf(client, name, functionName, given, await find(client, name, given));
}

async function runningOf(
  client: CodePipelineClient,
  name: string,
  functionName: string,
  given: string,
  known: ReleaseExecution | undefined,
): Promise<MakingExecution | undefined> {
  const id = known?.isRunning ? given : await runningId(client, name, functionName);
  if (id === undefined) return undefined;
  return describe(id, id === given ? known : await find(client, name, id));
}

function describe(id: string, found: ReleaseExecution | undefined): MakingExecution {
  if (!found) return { pipelineExecutionId: id, cause: 'manual' };
  const { pipelineExecutionId, isRollback, commit, codeVersion, approvedBy } = found;
  return { pipelineExecutionId, commit, codeVersion, approvedBy, cause: isRollback ? 'rollback' : 'release' };
}

async function runningId(
  client: CodePipelineClient,
  name: string,
  functionName: string,
): Promise<string | undefined> {
  const running = await findActionExecution(
    client,
    name,
    ({ status, input }) => status === 'InProgress' && input?.configuration?.FunctionName === functionName,
  );
  return running?.pipelineExecutionId;
}

/** @returns nothing where the pipeline has no such execution */
async function find(
  client: CodePipelineClient,
  name: string,
  id: string,
): Promise<ReleaseExecution | undefined> {
  try {
    return await readReleaseExecution(client, { name }, id);
  } catch (error) {
    if (isUnknownExecution(error)) return undefined;
    throw error;
  }
}
