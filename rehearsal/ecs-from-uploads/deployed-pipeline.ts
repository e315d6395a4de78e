import { GetDeploymentGroupCommand, type DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Clients } from '../clients';
import { actionsBy, type DeployedPipeline, describePipeline } from '../pipeline/deployed-pipeline';

/** A deployed ECS blue/green pipeline that images and settings are uploaded for. */
export interface BlueGreenPipeline extends DeployedPipeline {
  readonly images: readonly { readonly action: string; readonly repository: string; readonly tag: string }[];
  readonly settings: { readonly action: string; readonly bucket: string; readonly key: string };
  readonly application: string;
  readonly deploymentGroup: string;
  readonly group: DeploymentGroupInfo;
}

/** The pipeline as this scenario plays it; nothing where it is of another kind, or starts from commits. */
export async function describeBlueGreen(
  clients: Clients,
  structure: PipelineDeclaration,
): Promise<BlueGreenPipeline | undefined> {
  const described = describePipeline(clients, structure);
  const deploy = actionsBy(structure, 'CodeDeployToECS')[0];
  const settings = actionsBy(structure, 'S3')[0];
  if (!described || !deploy || !settings) return undefined;
  const application = deploy.configuration?.ApplicationName ?? '';
  const deploymentGroup = deploy.configuration?.DeploymentGroupName ?? '';
  const { deploymentGroupInfo: group = {} } = await clients.codeDeploy.send(
    new GetDeploymentGroupCommand({ applicationName: application, deploymentGroupName: deploymentGroup }),
  );
  return {
    ...described,
    roles: [...described.roles, group.serviceRoleArn ?? ''],
    images: actionsBy(structure, 'ECR').map(({ name: action = '', configuration }) => ({
      action,
      repository: configuration?.RepositoryName ?? '',
      tag: configuration?.ImageTag ?? 'latest',
    })),
    settings: {
      action: settings.name ?? '',
      bucket: settings.configuration?.S3Bucket ?? '',
      key: settings.configuration?.S3ObjectKey ?? '',
    },
    application,
    deploymentGroup,
    group,
  };
}
