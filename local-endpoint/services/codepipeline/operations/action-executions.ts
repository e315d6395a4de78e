import type {
  ActionExecutionDetail,
  ActionExecutionFilter,
  ArtifactDetail,
  ListActionExecutionsInput,
  ListActionExecutionsOutput,
  ListRuleExecutionsInput,
  ListRuleExecutionsOutput,
} from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { pageSize, validate } from '../../../kit/validate';
import { lastRun } from '../engine/stage';
import { findExecution, findPipeline } from '../find';
import type { ActionRun, Pipeline, StoredArtifact } from '../model';
import { invalidNextToken, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html. The newest comes first. */
export const listActionExecutions =
  (store: CodePipelineStore): Operation<ListActionExecutionsInput, ListActionExecutionsOutput> =>
  async (input, context) => {
    const max = 100;
    const rules = { pipelineName: NAME, maxResults: pageSize(max) };
    const { pipelineName, filter, ...page } = validate(input, ['pipelineName'], rules);
    const runs = chosenRuns(findPipeline(store, context, pipelineName), filter);
    const { maxResults: size, nextToken: token } = page;
    const { items, next } = pageOf(runs, { token, size, max, invalidToken: invalidNextToken });
    return { actionExecutionDetails: items.map(detailOf), nextToken: next };
  };

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListRuleExecutions.html. The list is always empty:
 * a pipeline with rules cannot be created here.
 */
export const listRuleExecutions =
  (store: CodePipelineStore): Operation<ListRuleExecutionsInput, ListRuleExecutionsOutput> =>
  async (input, context) => {
    const { pipelineName } = validate(input, ['pipelineName'], { pipelineName: NAME });
    findPipeline(store, context, pipelineName);
    return { ruleExecutionDetails: [] };
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
