import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  ListActionExecutionsCommand,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';

/** The most that CodePipeline lists at once. */
const PAGE_SIZE = 100;

/** Pages that are looked through for one action. */
const MOST_PAGES = 10;

/** What the actions of an execution did: the newest hundred, the newest first. */
export async function actionsOf(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<ActionExecutionDetail[]> {
  const request = { pipelineName, filter: { pipelineExecutionId }, maxResults: PAGE_SIZE };
  const { actionExecutionDetails } = await client.send(new ListActionExecutionsCommand(request));
  return actionExecutionDetails ?? [];
}

/**
 * The newest action that is as wanted, of whichever execution. While a deployment waits for hours, dozens of executions may
 * be built and queue up behind it, each with an action or more for every stage: a thousand actions are looked through.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html
 */
export async function findAction(
  client: CodePipelineClient,
  pipelineName: string,
  isWanted: (action: ActionExecutionDetail) => boolean,
): Promise<ActionExecutionDetail | undefined> {
  let pages = 0;
  for await (const page of paginateListActionExecutions({ client, pageSize: PAGE_SIZE }, { pipelineName })) {
    const found = page.actionExecutionDetails?.find(isWanted);
    pages += 1;
    if (found || pages === MOST_PAGES) return found;
  }
  return undefined;
}
