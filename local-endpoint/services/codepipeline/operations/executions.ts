import type {
  ArtifactRevision,
  GetPipelineExecutionInput,
  GetPipelineExecutionOutput,
  ListPipelineExecutionsInput,
  ListPipelineExecutionsOutput,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { pageSize, validate } from '../../../kit/validate';
import { findExecution, findPipeline, findStage } from '../find';
import type { Execution, ResolvedRevision } from '../model';
import { ID, invalidNextToken, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineExecution.html */
export const getPipelineExecution =
  (store: CodePipelineStore): Operation<GetPipelineExecutionInput, GetPipelineExecutionOutput> =>
  async (input, context) => {
    const given = validate(input, ['pipelineName', 'pipelineExecutionId'], {
      pipelineName: NAME,
      pipelineExecutionId: ID,
    });
    const pipeline = findPipeline(store, context, given.pipelineName);
    const execution = findExecution(pipeline, given.pipelineExecutionId);
    return {
      pipelineExecution: {
        pipelineName: pipeline.name,
        pipelineVersion: execution.structure.version,
        artifactRevisions: execution.sources.map(artifactRevision),
        variables: Object.entries(execution.variables).map(([name, resolvedValue]) => ({
          name,
          resolvedValue,
        })),
        ...commonOf(execution),
      },
    };
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html. The newest comes first. */
export const listPipelineExecutions =
  (store: CodePipelineStore): Operation<ListPipelineExecutionsInput, ListPipelineExecutionsOutput> =>
  async (input, context) => {
    const max = 100;
    const rules = { pipelineName: NAME, maxResults: pageSize(max) };
    const { pipelineName, filter, ...page } = validate(input, ['pipelineName'], rules);
    const pipeline = findPipeline(store, context, pipelineName);
    const stageName = filter?.succeededInStage?.stageName;
    if (stageName) findStage(pipeline, stageName);
    const chosen = pipeline.executions
      .filter(({ stages }) => !stageName || stages.get(stageName)?.status === 'Succeeded')
      .reverse();
    const { maxResults: size, nextToken: token } = page;
    const { items, next } = pageOf(chosen, { token, size, max, invalidToken: invalidNextToken });
    return { pipelineExecutionSummaries: items.map(summaryOf), nextToken: next };
  };

const artifactRevision = (source: ResolvedRevision): ArtifactRevision => ({
  name: source.artifactName,
  revisionId: source.revisionId,
  revisionSummary: source.revisionSummary,
  revisionUrl: source.revisionUrl,
  created: source.created,
});

const summaryOf = (execution: Execution): PipelineExecutionSummary => ({
  ...commonOf(execution),
  startTime: execution.startTime,
  lastUpdateTime: execution.lastUpdateTime,
  sourceRevisions: execution.sources.map(({ actionName, revisionId, revisionSummary, revisionUrl }) => ({
    actionName,
    revisionId,
    revisionSummary,
    revisionUrl,
  })),
  ...(execution.stopReason !== undefined && { stopTrigger: { reason: execution.stopReason } }),
});

/** What both operations show of an execution. */
const commonOf = (execution: Execution) => ({
  pipelineExecutionId: execution.id,
  status: execution.status,
  statusSummary: execution.statusSummary,
  trigger: execution.trigger,
  executionMode: execution.mode,
  executionType: execution.type,
  ...(execution.rollbackTarget && {
    rollbackMetadata: { rollbackTargetPipelineExecutionId: execution.rollbackTarget },
  }),
});
