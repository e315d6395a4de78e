import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { missingSecret } from '../builds/build-values';
import { buildsOf, type BuildsPipeline } from '../builds/projects';
import type { RehearsalClients } from '../clients';
import {
  deploymentGroupOf,
  type EcsPipeline,
  missingService,
  type EcsServiceName,
  serviceOfGroup,
} from '../ecs/service';
import { missingFiles } from '../git/application';
import { type GitPipeline, gitSourceOf } from '../git/git-pipeline';
import { actionsOfProvider, deployedPipeline, locateAction } from '../pipeline/deployed-pipeline';
import { readIdentity } from '../pipeline/identity';
import { type FindOptions, LeftOut } from '../scenario';

/** A pipeline that builds commits and deploys them to an ECS service. */
export interface CommitsPipeline extends EcsPipeline, GitPipeline, BuildsPipeline {
  /** Whether findings of the image scan can stop it. */
  readonly scans: boolean;
  /** Who replaces the tasks. */
  readonly deployer: 'ECS' | 'CodeDeploy';
}

/** Recognizes a pipeline that builds commits with CodeBuild and deploys them to ECS. */
export async function describeCommitsPipeline(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
  { applicationsFolder }: FindOptions,
): Promise<CommitsPipeline | LeftOut | undefined> {
  const [byEcs] = actionsOfProvider(declaration, 'ECS');
  const [byCodeDeploy] = actionsOfProvider(declaration, 'CodeDeployToECS');
  const deployAction = byEcs ?? byCodeDeploy;
  const deploy = locateAction(declaration, (action) => action === deployAction);
  const identity = readIdentity(declaration);
  if (!deployAction || !deploy || !identity) return undefined;
  const git = await gitSourceOf(clients, declaration);
  const builds = await buildsOf(clients, declaration);
  if (!git || !builds) return undefined;
  const { source, push } = git;
  const pipeline = deployedPipeline(clients, declaration, deploy);
  if (!push) return new LeftOut(`${pipeline.name} is started by no push`);
  const service = await serviceOf(clients, deployAction);
  if (!service) return new LeftOut(`${pipeline.name} deploys to no ECS service`);
  const described: CommitsPipeline = {
    ...pipeline,
    ...{ identity, source, push, service, builds },
    roles: [...pipeline.roles, ...builds.roles],
    scans: actionsOfProvider(declaration, 'Lambda').some(({ configuration }) =>
      configuration?.FunctionName?.endsWith('-scan-images'),
    ),
    deployer: byEcs ? 'ECS' : 'CodeDeploy',
  };
  const reason =
    missingFiles(described, 'builds', applicationsFolder) ??
    (await missingService(described, service)) ??
    (await missingSecret(described));
  return reason === undefined ? described : new LeftOut(reason);
}

async function serviceOf(
  clients: RehearsalClients,
  deployAction: ActionDeclaration,
): Promise<EcsServiceName | undefined> {
  const { ClusterName: cluster, ServiceName: service } = deployAction.configuration ?? {};
  if (cluster && service) return { cluster, service };
  return serviceOfGroup(await deploymentGroupOf(clients, deployAction));
}
