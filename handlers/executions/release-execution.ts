import {
  type ActionExecutionDetail,
  type ActionState,
  type CodePipelineClient,
  GetPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import type { ReleasedCommit } from '../contract/release-record';
import { UPDATE_TASK_DEFINITION } from '../contract/update-task-definition';
import { CODE } from '../contract/uploaded-code';
import type { JobArtifact } from '../job/pipeline-job';
import { findActionExecution, listActionExecutions } from './action-executions';
import { isUnderWay } from './under-way';

/** What is known of the structure of a pipeline that releases. */
export interface ReleasingPipeline {
  readonly name: string;
  /** The output artifact of its S3 source. @default - it has none */
  readonly settingsArtifact?: string;
  /** The name of the action that deploys to ECS. @default - it has none */
  readonly deployAction?: string;
  /** The name of the stage in which ECS itself deploys. @default - CodeDeploy deploys, or nothing does */
  readonly deployStage?: string;
}

/** The pipeline execution that made a deployment, and what it released. */
export interface ReleaseExecution {
  readonly pipelineExecutionId: string;
  /** Whether it still runs, as the execution of a running action does. */
  readonly isRunning: boolean;
  /** Whether the stage was rolled back to an earlier execution. */
  readonly isRollback: boolean;
  /** Whether it is being stopped: no more of its actions are to come, but the one in progress may go on. */
  readonly isStopping: boolean;
  /**
   * ARN of the revision that its `update-task-definition` action found or made the service use. @default - it has no such
   * action, or that has not run
   */
  readonly updatedTo?: string;
  /** The input artifacts of its deploy action; where that did not run, those of the action before it in its stage. */
  readonly artifacts: readonly JobArtifact[];
  /** The commit that was built. @default - the release was not built */
  readonly commit?: ReleasedCommit;
  /** Object version of the settings. @default - not known */
  readonly settingsVersion?: string;
  /** Object version of the code that was uploaded. @default - none was, or it is not known */
  readonly codeVersion?: string;
  /** ARN of who approved. @default - nobody had to */
  readonly approvedBy?: string;
}

/**
 * Finds the execution that made a deployment. While the deploy action is in progress the list of executions does not
 * have its deployment yet, but the pipeline's state does; either way the result is the same.
 * @param deployAction the deploy action's latest state
 * @returns nothing where CodeDeploy was called directly, or rolled back
 */
export async function findReleaseExecution(
  client: CodePipelineClient,
  pipeline: ReleasingPipeline,
  deployAction: ActionState['latestExecution'],
  deploymentId: string,
): Promise<ReleaseExecution | undefined> {
  const latest =
    deployAction?.externalExecutionId === deploymentId ? deployAction.actionExecutionId : undefined;
  const made = await findActionExecution(
    client,
    pipeline.name,
    ({ actionExecutionId, output }) =>
      output?.executionResult?.externalExecutionId === deploymentId ||
      (latest !== undefined && actionExecutionId === latest),
  );
  if (!made?.pipelineExecutionId) return undefined;
  return readReleaseExecution(client, pipeline, made.pipelineExecutionId);
}

/**
 * Reads what an execution released; where it rolled a stage back, what its target execution released.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export async function readReleaseExecution(
  client: CodePipelineClient,
  pipeline: ReleasingPipeline,
  pipelineExecutionId: string,
): Promise<ReleaseExecution> {
  const { name, settingsArtifact } = pipeline;
  const request = { pipelineName: name, pipelineExecutionId };
  const { pipelineExecution } = await client.send(new GetPipelineExecutionCommand(request));
  const target = pipelineExecution?.rollbackMetadata?.rollbackTargetPipelineExecutionId;
  const details = await listActionExecutions(client, name, target ?? pipelineExecutionId);
  const own = () => listActionExecutions(client, name, pipelineExecutionId);
  const approval = details.find(
    ({ input, status }) => input?.actionTypeId?.category === 'Approval' && status === 'Succeeded',
  );
  const revisionOf = (artifact: string | undefined) =>
    pipelineExecution?.artifactRevisions?.find((revision) => revision.name === artifact)?.revisionId;
  return {
    pipelineExecutionId,
    isRunning: isUnderWay(pipelineExecution?.status),
    isStopping: pipelineExecution?.status === 'Stopping',
    isRollback: pipelineExecution?.executionType === 'ROLLBACK',
    updatedTo: pipeline.deployStage && updatedTo(target === undefined ? details : await own()),
    artifacts: artifactsOf(deployOf(pipeline, details)),
    commit: commitOf(details),
    settingsVersion: revisionOf(settingsArtifact),
    codeVersion: revisionOf(CODE.artifact),
    approvedBy: approval?.updatedBy,
  };
}

/** The input artifacts of the newest deploy action; none before the first. */
export async function latestArtifacts(
  client: CodePipelineClient,
  pipeline: ReleasingPipeline,
): Promise<JobArtifact[]> {
  const { name, deployAction } = pipeline;
  return artifactsOf(
    await findActionExecution(client, name, ({ actionName }) => actionName === deployAction),
  );
}

const updatedTo = (details: readonly ActionExecutionDetail[]): string | undefined =>
  details.find(
    ({ input, status }) =>
      status === 'Succeeded' &&
      input?.configuration?.FunctionName?.endsWith(`-${UPDATE_TASK_DEFINITION.name}`),
  )?.output?.outputVariables?.TaskDefinition;

const deployOf = (
  { deployAction, deployStage }: ReleasingPipeline,
  details: readonly ActionExecutionDetail[],
): ActionExecutionDetail | undefined =>
  details.find(({ actionName }) => actionName === deployAction) ??
  details.find(
    ({ stageName, input }) =>
      deployStage !== undefined && stageName === deployStage && Boolean(input?.inputArtifacts?.length),
  );

function artifactsOf(deploy: ActionExecutionDetail | undefined): JobArtifact[] {
  return (deploy?.input?.inputArtifacts ?? []).map(
    ({ name = '', s3location: { bucket = '', key = '' } = {} }) => {
      return { name, bucket, key };
    },
  );
}

/**
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
function commitOf(details: readonly ActionExecutionDetail[]): ReleasedCommit | undefined {
  const sources = details.filter(({ input }) => input?.actionTypeId?.category === 'Source');
  const variables = sources.map(({ output }) => output?.outputVariables ?? {});
  const {
    CommitId: id,
    BranchName: branch,
    TagName: tag,
    FullRepositoryName: connected,
  } = variables.find(({ CommitId }) => CommitId) ?? {};
  if (!id) return undefined;
  if (tag) return { id, tag };
  return branch && connected ? { id, branch } : { id };
}
