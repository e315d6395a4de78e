import {
  type CodePipelineClient,
  type PipelineExecutionSummary,
  paginateListPipelineExecutions,
} from '@aws-sdk/client-codepipeline';

/** CodePipeline lists no more at once. */
const MAX_PAGE_SIZE = 100;

/** Pages that are searched for an execution that runs. */
const MAX_PAGES = 10;

/** Two executions of a pipeline. */
export interface ComparedExecutions {
  /** The id of the one that may be newer. */
  readonly serving: string;
  /** The id of the one that runs. */
  readonly running: string;
}

/**
 * Whether what serves is of an execution that started after the one that runs, and is no rollback: that goes back to what is
 * older on purpose, and whatever waits behind it may be what mends it. CodePipeline keeps executions in order itself, but in
 * PARALLEL mode, which somebody may have set, and which has no rollbacks.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecutionSummary.html
 * @returns false, too, where CodePipeline does not list both, the newest first: it forgets executions after a year
 */
export async function isNewerRelease(
  client: CodePipelineClient,
  pipelineName: string,
  { serving, running }: ComparedExecutions,
): Promise<boolean> {
  const found = await findBoth(client, pipelineName, [serving, running]);
  const [newer, own] = [found.get(serving), found.get(running)];
  if (!newer || !own || newer.executionType === 'ROLLBACK') return false;
  return (newer.startTime?.getTime() ?? 0) > (own.startTime?.getTime() ?? 0);
}

/** Reads no further than the second one, behind which all have started earlier. */
async function findBoth(
  client: CodePipelineClient,
  pipelineName: string,
  ids: readonly [string, string],
): Promise<ReadonlyMap<string, PipelineExecutionSummary>> {
  const found = new Map<string, PipelineExecutionSummary>();
  let pages = 0;
  for await (const page of paginateListPipelineExecutions(
    { client, pageSize: MAX_PAGE_SIZE },
    { pipelineName },
  )) {
    for (const summary of page.pipelineExecutionSummaries ?? [])
      if (ids.includes(summary.pipelineExecutionId ?? ''))
        found.set(`${summary.pipelineExecutionId}`, summary);
    pages += 1;
    if (found.has(ids[1]) || pages === MAX_PAGES) break;
  }
  return found;
}
