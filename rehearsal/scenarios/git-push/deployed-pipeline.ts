import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Clients } from '../clients';
import { actionsBy, type DeployedPipeline, describePipeline } from '../pipeline/deployed-pipeline';
import type { ServiceName } from '../pipeline/service-there';
import { type StartingPush, startingPush } from './starting-push';

/** A deployed pipeline that a push to a git repository starts. */
export interface CommitPipeline extends DeployedPipeline {
  /** The source action. */
  readonly source: string;
  /** `owner/name`; of CodeCommit the name alone. */
  readonly repository: string;
  /** Where the repository is pushed to, below the endpoint. */
  readonly remotePath: string;
  /** The push that starts it. */
  readonly push: StartingPush;
  /** Names of the CodeBuild projects: checks in order, the build last. */
  readonly projects: { readonly checks: readonly string[]; readonly build: string };
  /** Whether findings of the image scan can stop it. */
  readonly scans: boolean;
  readonly service: ServiceName;
  /** Who replaces the tasks. */
  readonly deployer: 'ECS' | 'CodeDeploy';
}

/** The pipeline as this scenario plays it; nothing where no push starts it. */
export async function describeCommitPipeline(
  clients: Clients,
  structure: PipelineDeclaration,
): Promise<CommitPipeline | undefined> {
  const described = describePipeline(clients, structure);
  const [connected] = actionsBy(structure, 'CodeStarSourceConnection');
  const [codeCommit] = actionsBy(structure, 'CodeCommit');
  const source = connected ?? codeCommit;
  const builds = actionsBy(structure, 'CodeBuild');
  if (!described || !source || builds.length === 0) return undefined;
  const push = await startingPush(clients, structure, source);
  const service = await serviceOf(clients, structure);
  if (!push || !service) return undefined;
  const { FullRepositoryId, RepositoryName = '' } = source.configuration ?? {};
  const names = builds.map(({ configuration }) => configuration?.ProjectName ?? '');
  const { projects = [] } = await clients.codeBuild.send(new BatchGetProjectsCommand({ names }));
  return {
    ...described,
    roles: [...new Set([...described.roles, ...projects.map(({ serviceRole = '' }) => serviceRole)])],
    source: source.name ?? '',
    repository: FullRepositoryId ?? RepositoryName,
    remotePath: connected ? `/git/${FullRepositoryId}.git` : `/v1/repos/${RepositoryName}`,
    push,
    projects: {
      checks: projectsOf(builds, 'Test'),
      build: projectsOf(builds, 'Build')[0] ?? '',
    },
    scans: actionsBy(structure, 'Lambda').some(({ configuration }) =>
      configuration?.FunctionName?.endsWith('-scan-images'),
    ),
    service,
    deployer: actionsBy(structure, 'ECS').length > 0 ? 'ECS' : 'CodeDeploy',
  };
}

const projectsOf = (builds: readonly ActionDeclaration[], category: string): string[] =>
  builds
    .filter(({ actionTypeId }) => actionTypeId?.category === category)
    .map(({ configuration }) => configuration?.ProjectName ?? '');

async function serviceOf(clients: Clients, structure: PipelineDeclaration): Promise<ServiceName | undefined> {
  const [rolling] = actionsBy(structure, 'ECS');
  const { ClusterName, ServiceName } = rolling?.configuration ?? {};
  if (ClusterName && ServiceName) return { cluster: ClusterName, service: ServiceName };
  const [blueGreen] = actionsBy(structure, 'CodeDeployToECS');
  const { ApplicationName, DeploymentGroupName } = blueGreen?.configuration ?? {};
  if (!ApplicationName || !DeploymentGroupName) return undefined;
  const { deploymentGroupInfo } = await clients.codeDeploy.send(
    new GetDeploymentGroupCommand({
      applicationName: ApplicationName,
      deploymentGroupName: DeploymentGroupName,
    }),
  );
  const [named] = deploymentGroupInfo?.ecsServices ?? [];
  return named && { cluster: named.clusterName ?? '', service: named.serviceName ?? '' };
}
