import { type CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { type PipelineIdentity, pipelineName } from '../contract/names';
import { isUnderWay } from '../executions/under-way';

/** The stage that publishes, in every pipeline that shares functions. */
const STAGE = 'Publish';

/**
 * The first of some pipelines that publishes now. Two that change the same functions at the same time would each undo what
 * the other one has just changed, until both have waited too long: the one that is later in the file lets the other one pass,
 * also where it has begun.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 * @returns its name; nothing where none does, or is not deployed
 */
export async function publishingNow(
  client: CodePipelineClient,
  pipelines: readonly PipelineIdentity[],
): Promise<string | undefined> {
  for (const pipeline of pipelines) {
    const name = pipelineName(pipeline);
    if (await isPublishing(client, name)) return name;
  }
  return undefined;
}

async function isPublishing(client: CodePipelineClient, name: string): Promise<boolean> {
  try {
    const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name }));
    return stageStates.some(
      ({ stageName, latestExecution }) => stageName === STAGE && isUnderWay(latestExecution?.status),
    );
  } catch (error) {
    if ((error as Error).name === 'PipelineNotFoundException') return false;
    throw error;
  }
}
