import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  ListActionExecutionsCommand,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';

/** CodePipeline lists no more at once. */
const MAX_PAGE_SIZE = 100;

/** Pages that are searched for one action. */
const MAX_PAGES = 10;

/** The newest hundred action executions of a pipeline execution, the newest first. */
export async function listActionExecutions(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<ActionExecutionDetail[]> {
  const request = { pipelineName, filter: { pipelineExecutionId }, maxResults: MAX_PAGE_SIZE };
  const { actionExecutionDetails } = await client.send(new ListActionExecutionsCommand(request));
  return actionExecutionDetails ?? [];
}

/**
 * The newest matching action execution, of one or of whichever pipeline execution. While a deployment waits for hours, dozens of
 * executions may be built and queue behind it, each with an action or more for every stage: a thousand are searched.
 * @param pipelineExecutionId @default - those of all pipeline executions
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html
 */
export async function findActionExecution(
  client: CodePipelineClient,
  pipelineName: string,
  matches: (action: ActionExecutionDetail) => boolean,
  pipelineExecutionId?: string,
): Promise<ActionExecutionDetail | undefined> {
  let pages = 0;
  for await (const page of paginateListActionExecutions(
    { client, pageSize: MAX_PAGE_SIZE },
    { pipelineName, ...(pipelineExecutionId && { filter: { pipelineExecutionId } }) },
  )) {
    const found = page.actionExecutionDetails?.find(matches);
    pages += 1;
    if (found || pages === MAX_PAGES) return found;
  }
  return undefined;
}
