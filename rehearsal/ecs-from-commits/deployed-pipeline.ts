import { BatchGetProjectsCommand, type EnvironmentVariable } from '@aws-sdk/client-codebuild';
import { GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Clients } from '../clients';
import { actionsBy, type DeployedPipeline, describePipeline } from '../pipeline/deployed-pipeline';
import type { ServiceName } from '../ecs/service';
import { type StartingPush, startingPush } from '../git/starting-push';

/** A deployed pipeline that a push to a git repository starts. */
export interface CommitPipeline extends DeployedPipeline {
  /** The source action. */
  readonly source: string;
  /** `owner/name`; of CodeCommit the name alone. */
  readonly repository: string;
  /** Whether the repository is in CodeCommit, where each account and region has its own. */
  readonly codeCommit: boolean;
  /** Where the repository is pushed to, below the endpoint. */
  readonly remotePath: string;
  /** The push that starts it. */
  readonly push: StartingPush;
  /** Names of the CodeBuild projects: checks in order, the build last. */
  readonly projects: { readonly checks: readonly string[]; readonly build: string };
  /** What the projects' definitions tell their builds. */
  readonly variables: readonly EnvironmentVariable[];
  /** Whether findings of the image scan can stop it. */
  readonly scans: boolean;
  readonly service: ServiceName;
  /** Who replaces the tasks. */
  readonly deployer: 'ECS' | 'CodeDeploy';
}

/**
 * The pipeline as this scenario plays it; nothing where it builds no commits.
 * @returns why it cannot be played, if so
 */
export async function describeCommitPipeline(
  clients: Clients,
  structure: PipelineDeclaration,
): Promise<CommitPipeline | string | undefined> {
  const described = describePipeline(clients, structure);
  const [connected] = actionsBy(structure, 'CodeStarSourceConnection');
  const [codeCommit] = actionsBy(structure, 'CodeCommit');
  const source = connected ?? codeCommit;
  const builds = actionsBy(structure, 'CodeBuild');
  if (!described || !source || builds.length === 0) return undefined;
  const push = await startingPush(clients, structure, source);
  const service = await serviceOf(clients, structure);
  if (!push) return `${described.name} is started by no push`;
  if (!service) return `${described.name} deploys to no ECS service`;
  const { FullRepositoryId, RepositoryName = '' } = source.configuration ?? {};
  const names = builds.map(({ configuration }) => configuration?.ProjectName ?? '');
  const { projects = [] } = await clients.codeBuild.send(new BatchGetProjectsCommand({ names }));
  return {
    ...described,
    roles: [...new Set([...described.roles, ...projects.map(({ serviceRole = '' }) => serviceRole)])],
    source: source.name ?? '',
    repository: FullRepositoryId ?? RepositoryName,
    codeCommit: !connected,
    remotePath: connected
      ? `/git/${FullRepositoryId}.git`
      : `/v1/repos/${clients.account}/${clients.region}/${RepositoryName}`,
    push,
    projects: {
      checks: projectsOf(builds, 'Test'),
      build: projectsOf(builds, 'Build')[0] ?? '',
    },
    variables: projects.flatMap(({ environment }) => environment?.environmentVariables ?? []),
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
