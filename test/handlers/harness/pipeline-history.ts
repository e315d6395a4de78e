import type {
  ActionExecutionDetail,
  ArtifactDetail,
  GetPipelineStateOutput,
  PipelineDeclaration,
  PipelineExecution,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline';
import type { BatchGetBuildsInput, Build, StartBuildInput } from '@aws-sdk/client-codebuild';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { EventArtifact } from './artifacts';
import { testService } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import type { Operation } from '../../../local-endpoint/kit/operation';
import type { LocalService } from '../../../local-endpoint/kit/local-service';
import { type ReceivedResult, type RunningActions, runningActions } from './running-actions';

/** One execution of a pipeline with its deployment, as CodePipeline and CodeDeploy describe it. */
export interface PipelineRun {
  readonly executionId: string;
  readonly deploymentId: string;
  /** When the deployment ended, and the deploy action with it. */
  readonly ended: Date;
  readonly settingsVersion?: string;
  /** The commit that was built. */
  readonly commit?: { readonly id: string; readonly branch?: string; readonly tag?: string };
  /** Whether the source is CodeCommit. @default - a connection */
  readonly codeCommit?: boolean;
  /** The input artifacts of the deploy action. */
  readonly artifacts?: readonly EventArtifact[];
  readonly approvedBy?: string;
  /** The execution it rolls the stage back to. */
  readonly rollbackTarget?: string;
  /** Whether the deploy action is still in progress, though the deployment has ended. @default false */
  readonly deployInProgress?: boolean;
}

/** A pipeline whose structure and executions a test writes. */
export interface PipelineHistory {
  readonly services: LocalService[];
  /** Newest last. */
  readonly runs: PipelineRun[];
  /** Deployments that no pipeline started, and what differs of those that one did. */
  readonly deployments: Map<string, DeploymentInfo>;
  /** Builds that were started, by the token they were started with. */
  readonly builds: Map<string, Build>;
  /** The actions that invoke functions. */
  readonly running: RunningActions;
  /** In the order they were received. */
  readonly results: readonly ReceivedResult[];
  /** The service that ECS itself deploys to. @default - CodeDeploy deploys */
  rollingService?: { cluster: string; service: string };
  /** The repositories the pipeline takes images from. */
  repositories: string[];
  /** What the deployment group deploys to. */
  ecsServices: { clusterName: string; serviceName: string }[];
  /** Begins an empty history of another pipeline, which CodeDeploy deploys. */
  reset(pipeline: Pick<PipelineHistory, 'repositories' | 'ecsServices'>): void;
}

interface ListActionExecutionsRequest {
  readonly filter?: { readonly pipelineExecutionId?: string };
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** CodePipeline and CodeDeploy, as far as action functions call them. */
export function pipelineHistory(): PipelineHistory {
  const running = runningActions();
  const history: PipelineHistory = {
    running,
    services: [],
    runs: [],
    deployments: new Map(),
    builds: new Map(),
    results: running.results,
    repositories: [],
    ecsServices: [],
    reset: (pipeline) => {
      Object.assign(history, { rollingService: undefined, ...pipeline });
      history.runs.length = 0;
      running.reset();
      history.deployments.clear();
      history.builds.clear();
    },
  };
  history.services.push(codePipeline(history), codeDeploy(history), codeBuild(history));
  return history;
}

function codePipeline(history: PipelineHistory): LocalService {
  const latest = () => history.runs.at(-1);
  const operations = {
    GetPipeline: async () => ({ pipeline: structure(history) }),
    GetPipelineState: async () => ({ stageStates: stageStates(latest()) }),
    ListActionExecutions: async ({
      filter,
      maxResults = 100,
      nextToken = '0',
    }: ListActionExecutionsRequest) => {
      const wanted = filter?.pipelineExecutionId;
      const runs = history.runs.filter(({ executionId }) => !wanted || executionId === wanted);
      const all = [...history.running.list(wanted), ...[...runs].reverse().flatMap(details)];
      const [start, end] = [Number(nextToken), Number(nextToken) + maxResults];
      return {
        actionExecutionDetails: all.slice(start, end),
        ...(end < all.length && { nextToken: `${end}` }),
      };
    },
    GetPipelineExecution: async ({ pipelineExecutionId }: { pipelineExecutionId: string }) => {
      const run = history.runs.find(({ executionId }) => executionId === pipelineExecutionId);
      return { pipelineExecution: run && execution(run) };
    },
    PutJobSuccessResult: async (input: PutJobSuccessResultInput) =>
      history.running.receive({ kind: 'success', ...input }),
    PutJobFailureResult: async (input: PutJobFailureResultInput) =>
      history.running.receive({ kind: 'failure', ...input }),
  };
  return service('codepipeline', operations);
}

function codeDeploy(history: PipelineHistory): LocalService {
  const operations = {
    GetDeploymentGroup: async () => ({ deploymentGroupInfo: { ecsServices: history.ecsServices } }),
    GetDeployment: async ({ deploymentId }: { deploymentId: string }) => {
      const run = history.runs.find((one) => one.deploymentId === deploymentId);
      const own = run && { deploymentId, status: 'Succeeded', creator: 'user', completeTime: run.ended };
      const applicationName = history.ecsServices[0]?.clusterName;
      return { deploymentInfo: { applicationName, ...own, ...history.deployments.get(deploymentId) } };
    },
  };
  return service('codedeploy', { ...operations, StopDeployment: stopDeployment(history) });
}

const stopDeployment =
  ({ deployments }: PipelineHistory) =>
  async ({ deploymentId }: { deploymentId: string }) => {
    const known = deployments.get(deploymentId);
    if (known?.status === 'Stopped')
      throw new AwsError('DeploymentAlreadyCompletedException', `${deploymentId} is already completed.`);
    deployments.set(deploymentId, { ...known, status: 'Stopped' });
    return { status: 'Succeeded' };
  };

/** A token starts one build. */
function codeBuild({ builds }: PipelineHistory): LocalService {
  const operations = {
    StartBuild: async ({ idempotencyToken = '', projectName, sourceVersion, ...more }: StartBuildInput) => {
      const number = builds.size + 1;
      const known = builds.get(idempotencyToken);
      const queuedTimeoutInMinutes = more.queuedTimeoutInMinutesOverride ?? 480;
      const started = { id: `${projectName}:${number}`, projectName, sourceVersion, queuedTimeoutInMinutes };
      const build: Build = known ?? { ...started, buildStatus: 'IN_PROGRESS' };
      builds.set(idempotencyToken, build);
      return { build };
    },
    BatchGetBuilds: async ({ ids = [] }: BatchGetBuildsInput) => ({
      builds: [...builds.values()].filter(({ id = '' }) => ids.includes(id)),
    }),
  };
  return service('codebuild', operations);
}

function service(name: string, operations: Record<string, unknown>): LocalService {
  return testService(name, { operations: operations as Record<string, Operation> }, 'refuse');
}

function structure({ repositories, rollingService }: PipelineHistory): PipelineDeclaration {
  const action = (category: 'Source' | 'Deploy', provider: string, name: string, more: object = {}) => ({
    name,
    actionTypeId: { category, owner: 'AWS' as const, provider, version: '1' },
    ...more,
  });
  const images = repositories.map((RepositoryName, index) =>
    action('Source', 'ECR', `Image${index}`, { configuration: { RepositoryName } }),
  );
  const settings = action('Source', 'S3', 'Settings', { outputArtifacts: [{ name: 'settings' }] });
  const rolling = rollingService && {
    configuration: { ClusterName: rollingService.cluster, ServiceName: rollingService.service },
  };
  return {
    name: 'pipeline',
    roleArn: 'role',
    stages: [
      { name: 'Source', actions: [...images, settings] },
      { name: 'Deploy', actions: [action('Deploy', rolling ? 'ECS' : 'CodeDeployToECS', 'Deploy', rolling)] },
    ],
  };
}

function stageStates(run: PipelineRun | undefined): GetPipelineStateOutput['stageStates'] {
  const latestExecution = run && {
    actionExecutionId: `${run.executionId}-deploy`,
    externalExecutionId: run.deploymentId,
  };
  return [{ stageName: 'Deploy', actionStates: [{ actionName: 'Deploy', latestExecution }] }];
}

function details(run: PipelineRun): ActionExecutionDetail[] {
  const { executionId: pipelineExecutionId, deploymentId: externalExecutionId, approvedBy } = run;
  const type = (category: 'Approval' | 'Deploy' | 'Source', provider: string) => ({
    actionTypeId: { category, owner: 'AWS' as const, provider, version: '1' },
  });
  const deploy: ActionExecutionDetail = {
    pipelineExecutionId,
    actionExecutionId: `${pipelineExecutionId}-deploy`,
    actionName: 'Deploy',
    status: run.deployInProgress ? 'InProgress' : 'Succeeded',
    input: { ...type('Deploy', 'CodeDeployToECS'), inputArtifacts: run.artifacts?.map(artifactDetail) },
    ...(!run.deployInProgress && {
      lastUpdateTime: run.ended,
      output: { executionResult: { externalExecutionId } },
    }),
  };
  const source: ActionExecutionDetail = {
    pipelineExecutionId,
    status: 'Succeeded',
    input: type('Source', 'CodeStarSourceConnection'),
    output: { outputVariables: variablesOf(run) },
  };
  if (!approvedBy) return [deploy, source];
  const input = type('Approval', 'Manual');
  return [deploy, { pipelineExecutionId, status: 'Succeeded', updatedBy: approvedBy, input }, source];
}

/** The source action's output variables: CodeCommit and connections name the repository differently. */
function variablesOf({ commit, codeCommit = false }: PipelineRun): Record<string, string> {
  if (!commit) return {};
  return {
    CommitId: commit.id,
    ...(commit.branch && { BranchName: commit.branch }),
    ...(commit.tag && { TagName: commit.tag }),
    ...(codeCommit ? { RepositoryName: 'front' } : { FullRepositoryName: 'acme/front' }),
  };
}

function artifactDetail({ name, location: { s3Location } }: EventArtifact): ArtifactDetail {
  return { name, s3location: { bucket: s3Location.bucketName, key: s3Location.objectKey } };
}

function execution({ executionId, settingsVersion, rollbackTarget }: PipelineRun): PipelineExecution {
  return {
    pipelineExecutionId: executionId,
    executionType: rollbackTarget ? 'ROLLBACK' : 'STANDARD',
    artifactRevisions: settingsVersion ? [{ name: 'settings', revisionId: settingsVersion }] : [],
    ...(rollbackTarget && { rollbackMetadata: { rollbackTargetPipelineExecutionId: rollbackTarget } }),
  };
}
