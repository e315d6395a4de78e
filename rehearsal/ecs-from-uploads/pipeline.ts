import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from '../clients';
import { deploymentGroupOf, type EcsPipeline, missingService, serviceOfGroup } from '../ecs/service';
import { actionsOfProvider, deployedPipeline, locateAction } from '../pipeline/deployed-pipeline';
import { readIdentity } from '../pipeline/identity';
import { type PipelineGroup, LeftOut } from '../scenario';

/** A pipeline that images and settings are uploaded for, and that deploys by CodeDeploy. */
export interface UploadsPipeline extends EcsPipeline {
  readonly images: readonly ImageSourceAction[];
  readonly settings: { readonly action: string; readonly bucket: string; readonly key: string };
  readonly deploymentGroup: DeploymentGroupInfo;
}

/** An image that a source action takes, and the action's name. */
export interface ImageSourceAction {
  readonly action: string;
  readonly repository: string;
  readonly tag: string;
}

/** Recognizes a pipeline that takes settings from S3 and deploys by CodeDeploy to ECS. */
export async function describeUploadsPipeline(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
): Promise<UploadsPipeline | LeftOut | undefined> {
  const [deployAction] = actionsOfProvider(declaration, 'CodeDeployToECS');
  const [settings] = actionsOfProvider(declaration, 'S3');
  const identity = readIdentity(declaration);
  const deploy = locateAction(declaration, (action) => action === deployAction);
  if (!deployAction || !deploy || !settings || !identity) return undefined;
  const pipeline = deployedPipeline(clients, declaration, deploy);
  const deploymentGroup = await deploymentGroupOf(clients, deployAction);
  const service = serviceOfGroup(deploymentGroup);
  if (!service) return new LeftOut(`${pipeline.name} deploys to no ECS service`);
  const reason = await missingService(pipeline, service);
  if (reason !== undefined) return new LeftOut(reason);
  return {
    ...pipeline,
    roles: [...pipeline.roles, deploymentGroup.serviceRoleArn ?? ''],
    identity,
    service,
    images: actionsOfProvider(declaration, 'ECR').map(({ name: action = '', configuration }) => ({
      action,
      repository: configuration?.RepositoryName ?? '',
      tag: configuration?.ImageTag ?? 'latest',
    })),
    settings: {
      action: settings.name ?? '',
      bucket: settings.configuration?.S3Bucket ?? '',
      key: settings.configuration?.S3ObjectKey ?? '',
    },
    deploymentGroup,
  };
}

/** The pipelines that the push of one image starts: the same application in its environments. */
export interface UploadsApplication extends PipelineGroup<UploadsPipeline> {
  /** The pipeline in which releases are rolled back and rejected: the last that asks for approval, else the last. */
  readonly production: UploadsPipeline;
}

/** Groups pipelines by the image that starts them; in each group those without approval come first. */
export function groupByImage(pipelines: readonly UploadsPipeline[]): UploadsApplication[] {
  const groups = new Map<string, UploadsPipeline[]>();
  for (const pipeline of pipelines) {
    const [image] = pipeline.images;
    const key = `${image?.repository}:${image?.tag}`;
    groups.set(key, [...(groups.get(key) ?? []), pipeline]);
  }
  return [...groups.values()].map((members) => {
    const ordered = [...members].sort((left, right) => Number(!!left.approval) - Number(!!right.approval));
    return { pipelines: ordered, production: ordered.at(-1) as UploadsPipeline };
  });
}
