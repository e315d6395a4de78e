import { GetDeploymentGroupCommand, type DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import {
  type ActionDeclaration,
  GetPipelineCommand,
  ListPipelinesCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import type { PipelineIdentity } from '../../../handlers/contract/names';
import type { Clients } from '../clients';

/** A deployed ECS blue/green pipeline, as AWS's own API describes it. */
export interface DeployedPipeline {
  readonly clients: Clients;
  readonly name: string;
  /** As its record-release action is told. */
  readonly identity: PipelineIdentity;
  readonly roleArn: string;
  readonly images: readonly { readonly action: string; readonly repository: string; readonly tag: string }[];
  readonly settings: { readonly action: string; readonly bucket: string; readonly key: string };
  /** The approval action, where the pipeline asks for one. */
  readonly approval?: { readonly stage: string; readonly action: string };
  /** The deploy action. */
  readonly deploy: { readonly stage: string; readonly action: string };
  readonly application: string;
  readonly deploymentGroup: string;
  readonly group: DeploymentGroupInfo;
}

/** Every deployed pipeline with a CodeDeployToECS action in one account and region, in order of name. */
export async function findDeployedPipelines(clients: Clients): Promise<DeployedPipeline[]> {
  const { pipelines } = await clients.codePipeline.send(new ListPipelinesCommand({}));
  const found = await Promise.all((pipelines ?? []).map(({ name }) => describe(clients, name ?? '')));
  return found.filter((pipeline) => pipeline !== undefined);
}

async function describe(clients: Clients, name: string): Promise<DeployedPipeline | undefined> {
  const { pipeline } = await clients.codePipeline.send(new GetPipelineCommand({ name }));
  if (!pipeline) return undefined;
  const deploy = actionsOf(pipeline, 'CodeDeployToECS')[0];
  const settings = actionsOf(pipeline, 'S3')[0];
  const record = actionsOf(pipeline, 'Lambda')[0];
  if (!deploy || !settings || !record) return undefined;
  const application = deploy.configuration?.ApplicationName ?? '';
  const deploymentGroup = deploy.configuration?.DeploymentGroupName ?? '';
  const { deploymentGroupInfo } = await clients.codeDeploy.send(
    new GetDeploymentGroupCommand({ applicationName: application, deploymentGroupName: deploymentGroup }),
  );
  return {
    clients,
    name,
    identity: JSON.parse(record.configuration?.UserParameters ?? '{}') as PipelineIdentity,
    roleArn: pipeline.roleArn ?? '',
    images: actionsOf(pipeline, 'ECR').map(({ name: action = '', configuration }) => ({
      action,
      repository: configuration?.RepositoryName ?? '',
      tag: configuration?.ImageTag ?? 'latest',
    })),
    settings: {
      action: settings.name ?? '',
      bucket: settings.configuration?.S3Bucket ?? '',
      key: settings.configuration?.S3ObjectKey ?? '',
    },
    approval: placeOf(pipeline, 'Approval'),
    deploy: placeOf(pipeline, 'Deploy') ?? { stage: '', action: '' },
    application,
    deploymentGroup,
    group: deploymentGroupInfo ?? {},
  };
}

function actionsOf(pipeline: PipelineDeclaration, provider: string): ActionDeclaration[] {
  const actions = (pipeline.stages ?? []).flatMap((stage) => stage.actions ?? []);
  return actions.filter((action) => action.actionTypeId?.provider === provider);
}

/** The first action of a category and its stage. */
function placeOf(pipeline: PipelineDeclaration, category: string): DeployedPipeline['approval'] {
  for (const stage of pipeline.stages ?? []) {
    const action = stage.actions?.find(({ actionTypeId }) => actionTypeId?.category === category);
    if (action) return { stage: stage.name ?? '', action: action.name ?? '' };
  }
  return undefined;
}
