import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { type MakingExecution, readMakingExecution } from '../executions/making-execution';

/** The execution that made a group serve, by its id; one that CodePipeline does not know any more has no more than that. */
export const readMade = async (
  client: CodePipelineClient,
  pipeline: string,
  id: string,
): Promise<MakingExecution> =>
  (await readMakingExecution(client, pipeline, id)) ?? { pipelineExecutionId: id, cause: 'manual' };
