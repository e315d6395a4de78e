import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ReleaseFacts } from '../contract/release-record';
import { readReleaseExecution } from './release-execution';
import { isUnknownExecution } from './unknown-execution';

/** What the release record has of the execution that makes a release serve. */
export type MakingExecution = Pick<
  ReleaseFacts,
  'pipelineExecutionId' | 'commit' | 'codeVersion' | 'approvedBy' | 'cause'
>;

/**
 * The execution that makes a release serve.
 * @param name of the pipeline
 * @param id of the execution whose action does it; in a rollback not the one that it goes back to
 * @returns nothing where the pipeline has no such execution, or does not show it for a moment
 */
export async function readMakingExecution(
  client: CodePipelineClient,
  name: string,
  id: string,
): Promise<MakingExecution | undefined> {
  try {
    const { pipelineExecutionId, isRollback, commit, codeVersion, approvedBy } = await readReleaseExecution(
      client,
      { name },
      id,
    );
    return {
      pipelineExecutionId,
      commit,
      codeVersion,
      approvedBy,
      cause: isRollback ? 'rollback' : 'release',
    };
  } catch (error) {
    if (isUnknownExecution(error)) return undefined;
    throw error;
  }
}
