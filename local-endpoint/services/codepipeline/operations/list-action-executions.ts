import type {
  ActionExecutionDetail,
  ActionExecutionFilter,
  ArtifactDetail,
  ListActionExecutionsInput,
  ListActionExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { lastRun } from '../engine/stage';
import { findExecution, findPipeline } from '../find';
import type { ActionRun, Pipeline, StoredArtifact } from '../model';
import { pageOf } from '../../../kit/page';
import { checked, invalidToken, MOST_RESULTS, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html. The newest comes first. */
export const listActionExecutions =
  (store: CodePipelineStore): Operation<ListActionExecutionsInput, ListActionExecutionsOutput> =>
  async (input, context) => {
    const rules = { pipelineName: NAME, maxResults: MOST_RESULTS(100) };
    const { pipelineName, filter, maxResults, nextToken } = checked(input, ['pipelineName'], rules);
    const runs = chosenRuns(findPipeline(store, context, pipelineName), filter);
    const { items: page, next } = pageOf(runs, {
      token: nextToken,
      size: maxResults,
      max: 100,
      invalidToken,
    });
    return { actionExecutionDetails: page.map(detailOf), nextToken: next };
  };

/** All runs, those of one execution, or of those only the last of each action. */
function chosenRuns(pipeline: Pipeline, filter: ActionExecutionFilter = {}): ActionRun[] {
  const latest = filter.latestInPipelineExecution;
  const id = filter.pipelineExecutionId ?? latest?.pipelineExecutionId;
  const executions = id ? [findExecution(pipeline, id)] : pipeline.executions;
  const runs = executions.flatMap(({ actions }) => actions);
  const shown =
    latest?.startTimeRange === 'Latest'
      ? runs.filter((run) => run === lastRun(run.execution, run.stageName, run.action.name))
      : runs;
  return shown.reverse().sort((one, other) => other.startTime.getTime() - one.startTime.getTime());
}

function detailOf(run: ActionRun): ActionExecutionDetail {
  const { action, execution } = run;
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: run.id,
    pipelineVersion: execution.structure.version,
    stageName: run.stageName,
    actionName: action.name,
    startTime: run.startTime,
    lastUpdateTime: run.lastUpdateTime,
    updatedBy: run.updatedBy,
    status: run.status,
    input: {
      actionTypeId: { ...action.actionTypeId },
      configuration: { ...action.configuration },
      resolvedConfiguration: run.resolvedConfiguration,
      roleArn: action.roleArn,
      region: action.region ?? execution.pipeline.region,
      inputArtifacts: run.inputArtifacts.map(artifactDetail),
      namespace: action.namespace,
    },
    ...(run.status !== 'InProgress' && { output: outputOf(run) }),
  };
}

const outputOf = (run: ActionRun): ActionExecutionDetail['output'] => ({
  outputArtifacts: run.status === 'Succeeded' ? run.outputArtifacts.map(artifactDetail) : [],
  executionResult: {
    externalExecutionId: run.externalExecutionId,
    externalExecutionSummary: run.errorDetails?.message ?? run.summary,
    externalExecutionUrl: run.externalExecutionUrl,
    errorDetails: run.errorDetails,
  },
  outputVariables: run.outputVariables ?? {},
});

const artifactDetail = ({ name, bucket, key }: StoredArtifact): ArtifactDetail => ({
  name,
  s3location: { bucket, key },
});
