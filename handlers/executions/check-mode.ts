import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ReleaseError } from '../errors';
import { readExecution } from './read-execution';

/**
 * Checks that CodePipeline keeps an execution and others apart: in PARALLEL mode, which somebody may have set, two releases
 * work at one time, and the older one may take over from the newer one. The mode of an execution stays what it was at its start.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecution.html
 * @param pipeline its name
 * @throws ReleaseError for an execution in PARALLEL mode
 */
export async function checkMode(client: CodePipelineClient, pipeline: string, id: string): Promise<void> {
  const execution = await readExecution(client, pipeline, id);
  if (execution?.executionMode === 'PARALLEL')
    throw new ReleaseError(
      `Execution ${id} must run in the mode QUEUED, or another release could work on the same fleet, got: PARALLEL; set executionMode of pipeline ${pipeline} to QUEUED, and start it again`,
    );
}
