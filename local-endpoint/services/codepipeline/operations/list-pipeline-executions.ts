import type {
  ListPipelineExecutionsInput,
  ListPipelineExecutionsOutput,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findPipeline, findStage } from '../find';
import type { Execution } from '../model';
import { pageOf } from '../../../kit/page';
import { checked, invalidToken, MOST_RESULTS, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html. The newest comes first. */
export const listPipelineExecutions =
  (store: CodePipelineStore): Operation<ListPipelineExecutionsInput, ListPipelineExecutionsOutput> =>
  async (input, context) => {
    const rules = { pipelineName: NAME, maxResults: MOST_RESULTS(100) };
    const { pipelineName, filter, maxResults, nextToken } = checked(input, ['pipelineName'], rules);
    const pipeline = findPipeline(store, context, pipelineName);
    const stageName = filter?.succeededInStage?.stageName;
    if (stageName) findStage(pipeline, stageName);
    const chosen = pipeline.executions
      .filter(({ stages }) => !stageName || stages.get(stageName)?.status === 'Succeeded')
      .reverse();
    const { items: page, next } = pageOf(chosen, {
      token: nextToken,
      size: maxResults,
      max: 100,
      invalidToken,
    });
    return { pipelineExecutionSummaries: page.map(summaryOf), nextToken: next };
  };

function summaryOf(execution: Execution): PipelineExecutionSummary {
  return {
    pipelineExecutionId: execution.id,
    status: execution.status,
    statusSummary: execution.statusSummary,
    startTime: execution.startTime,
    lastUpdateTime: execution.lastUpdateTime,
    sourceRevisions: execution.sources.map(({ actionName, revisionId, revisionSummary, revisionUrl }) => ({
      actionName,
      revisionId,
      revisionSummary,
      revisionUrl,
    })),
    trigger: execution.trigger,
    ...(execution.stopReason !== undefined && { stopTrigger: { reason: execution.stopReason } }),
    executionMode: execution.mode,
    executionType: execution.type,
    ...(execution.rollbackTarget && {
      rollbackMetadata: { rollbackTargetPipelineExecutionId: execution.rollbackTarget },
    }),
  };
}
