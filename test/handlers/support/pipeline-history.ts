import type {
  ActionExecutionDetail,
  ArtifactDetail,
  GetPipelineStateOutput,
  PipelineDeclaration,
  PipelineExecution,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline';
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from "../../../local-endpoint/kit/aws-error";
import { type Operation, type Service } from '../../../local-endpoint/kit/operation';
import type { EventArtifact } from './artifacts';

/** One run of a pipeline, as a test wants CodePipeline and CodeDeploy to remember it. */
export interface Run {
  readonly executionId: string;
  readonly deploymentId: string;
  /** When the deployment ended. */
  readonly ended: Date;
  readonly settingsVersion?: string;
  /** The commit that was built. */
  readonly commit?: { readonly id: string; readonly branch?: string; readonly tag?: string };
  /** Whether the commit comes from CodeCommit. @default - through a connection */
  readonly codeCommit?: boolean;
  /** What the deploy action was given. */
  readonly artifacts?: readonly EventArtifact[];
  readonly approvedBy?: string;
  /** The execution it rolls the stage back to. */
  readonly rollbackTarget?: string;
  /** Whether the deploy action has not noticed yet that the deployment has ended. */
  readonly deployInProgress?: boolean;
}

/** What CodePipeline was told of a job. */
export type Result =
  | ({ kind: 'success' } & PutJobSuccessResultInput)
  | ({ kind: 'failure' } & PutJobFailureResultInput);

/** A pipeline whose past is told, not lived. */
export interface PipelineHistory {
  readonly services: Service[];
  /** Newest last. */
  readonly runs: Run[];
  /** Deployments that no pipeline asked for. */
  readonly deployments: Map<string, DeploymentInfo>;
  /** In the order they came. */
  readonly results: Result[];
  /** The service that ECS itself deploys to. @default - CodeDeploy deploys */
  rollingService?: { cluster: string; service: string };
  /** The repositories the pipeline takes images from. */
  repositories: string[];
  /** What the deployment group deploys to. */
  ecsServices: { clusterName: string; serviceName: string }[];
}

interface ActionQuestion {
  readonly filter?: { readonly pipelineExecutionId?: string };
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** CodePipeline and CodeDeploy, as far as an action function looks at them. */
export function pipelineHistory(): PipelineHistory {
  const history: PipelineHistory = {
    services: [],
    runs: [],
    deployments: new Map(),
    results: [],
    repositories: [],
    ecsServices: [],
  };
  history.services.push(codePipeline(history), codeDeploy(history));
  return history;
}

function codePipeline(history: PipelineHistory): Service {
  const latest = () => history.runs.at(-1);
  const operations = {
    GetPipeline: async () => ({ pipeline: structure(history) }),
    GetPipelineState: async () => ({ stageStates: stageStates(latest()) }),
    ListActionExecutions: async ({ filter, maxResults = 100, nextToken = '0' }: ActionQuestion) => {
      const wanted = filter?.pipelineExecutionId;
      const runs = history.runs.filter(({ executionId }) => !wanted || executionId === wanted);
      const all = [...runs].reverse().flatMap(details);
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
      keep(history, { kind: 'success', ...input }),
    PutJobFailureResult: async (input: PutJobFailureResultInput) =>
      keep(history, { kind: 'failure', ...input }),
  };
  return service('codepipeline', operations);
}

function codeDeploy(history: PipelineHistory): Service {
  const operations = {
    GetDeploymentGroup: async () => ({ deploymentGroupInfo: { ecsServices: history.ecsServices } }),
    GetDeployment: async ({ deploymentId }: { deploymentId: string }) => {
      const run = history.runs.find((one) => one.deploymentId === deploymentId);
      const own = run && { deploymentId, status: 'Succeeded', creator: 'user', completeTime: run.ended };
      return { deploymentInfo: own ?? history.deployments.get(deploymentId) };
    },
  };
  return service('codedeploy', operations);
}

function service(name: string, operations: Record<string, unknown>): Service {
  return { name, otherwise: 'refuse', operations: operations as Record<string, Operation> };
}

function keep(history: PipelineHistory, result: Result): object {
  const known = history.results.some(({ jobId }) => jobId === result.jobId);
  if (known) throw new AwsError('InvalidJobStateException', 'The job has already been completed');
  history.results.push(result);
  return {};
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

function stageStates(run: Run | undefined): GetPipelineStateOutput['stageStates'] {
  const latestExecution = run && {
    actionExecutionId: `${run.executionId}-deploy`,
    externalExecutionId: run.deploymentId,
  };
  return [{ stageName: 'Deploy', actionStates: [{ actionName: 'Deploy', latestExecution }] }];
}

function details(run: Run): ActionExecutionDetail[] {
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
    ...(!run.deployInProgress && { output: { executionResult: { externalExecutionId } } }),
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

/** What the source action tells of a commit: CodeCommit and connections name the repository in different words. */
function variablesOf({ commit, codeCommit = false }: Run): Record<string, string> {
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

function execution({ executionId, settingsVersion, rollbackTarget }: Run): PipelineExecution {
  return {
    pipelineExecutionId: executionId,
    executionType: rollbackTarget ? 'ROLLBACK' : 'STANDARD',
    artifactRevisions: settingsVersion ? [{ name: 'settings', revisionId: settingsVersion }] : [],
    ...(rollbackTarget && { rollbackMetadata: { rollbackTargetPipelineExecutionId: rollbackTarget } }),
  };
}
