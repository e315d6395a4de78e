import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  PutImageCommand,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  CreateTaskSetCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type PipelineIdentity, pipelineName, releaseParameterName } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { type ClientConfig } from './client-config';
import type { PipelineHistory } from './pipeline-history';

/** A pipeline with a repository and an ECS service. */
export interface PipelineFixture {
  readonly identity: PipelineIdentity;
  readonly repository: string;
  /** Pushes an image. @returns its digest */
  push(name: string, more?: { mediaType?: string; tag?: string }): Promise<string>;
  /** Registers a task definition with these images by container. @returns its ARN */
  define(images: Record<string, string>): Promise<string>;
  /** Creates the task set of a deployment and gives it the traffic. @returns its ARN */
  serve(taskDefinition: string, deploymentId: string): Promise<string>;
  /** Gives the traffic back to a task set that still exists. */
  serveAgain(taskSet: string): Promise<void>;
  /** Makes ECR refuse to move any tag. */
  freezeTags(): Promise<void>;
  /** Image reference by digest. */
  image(digest: string): string;
  /** Digests by tag, of the repository. */
  tags(): Promise<Record<string, string>>;
  record(): Promise<ReleaseRecord | undefined>;
  /** Overwrites the parameter of the release record. */
  putRecord(text: string): Promise<void>;
}

/** Creates a pipeline, and makes the history one of this pipeline, still empty. */
export async function createPipelineFixture(
  config: ClientConfig,
  history: PipelineHistory,
  pipeline: string,
): Promise<PipelineFixture> {
  const [ecr, ecs, ssm] = [new ECRClient(config), new ECSClient(config), new SSMClient(config)];
  const identity = { prefix: 'shop', pipeline, environment: 'prd' };
  const name = pipelineName(identity);
  const repository = `${pipeline}-images`;
  history.reset({ repositories: [repository], ecsServices: [{ clusterName: name, serviceName: name }] });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: repository }));
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  const deploymentController = { type: 'CODE_DEPLOY' } as const;
  await ecs.send(new CreateServiceCommand({ cluster: name, serviceName: name, deploymentController }));
  const service = { cluster: name, service: name };
  const serveAgain = async (primaryTaskSet: string) => {
    await ecs.send(new UpdateServicePrimaryTaskSetCommand({ ...service, primaryTaskSet }));
  };
  return {
    identity,
    repository,
    image: (digest) => `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${repository}@${digest}`,
    freezeTags: async () => {
      const setting = { repositoryName: repository, imageTagMutability: 'IMMUTABLE' } as const;
      await ecr.send(new PutImageTagMutabilityCommand(setting));
    },
    push: (image, more) => push(ecr, repository, image, more),
    define: async (images) => {
      const containerDefinitions = Object.entries(images).map(([container, image]) => ({
        ...{ name: container, image, memory: 128 },
      }));
      const request = new RegisterTaskDefinitionCommand({ family: name, containerDefinitions });
      return (await ecs.send(request)).taskDefinition?.taskDefinitionArn ?? '';
    },
    serve: async (taskDefinition, externalId) => {
      const created = await ecs.send(new CreateTaskSetCommand({ ...service, taskDefinition, externalId }));
      const taskSet = created.taskSet?.taskSetArn ?? '';
      await serveAgain(taskSet);
      return taskSet;
    },
    serveAgain,
    tags: () => tagsOf(ecr, repository),
    record: () => recordOf(ssm, identity),
    putRecord: async (Value) => {
      const Name = releaseParameterName(identity);
      await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
    },
  };
}

async function push(
  ecr: ECRClient,
  repositoryName: string,
  name: string,
  { mediaType = 'application/vnd.docker.distribution.manifest.v2+json', tag = name } = {},
): Promise<string> {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    config: { digest: `sha256:${name}` },
    layers: [],
  });
  const request = { repositoryName, imageManifest, imageManifestMediaType: mediaType, imageTag: tag };
  const { image } = await ecr.send(new PutImageCommand(request));
  return image?.imageId?.imageDigest ?? '';
}

async function tagsOf(ecr: ECRClient, repositoryName: string): Promise<Record<string, string>> {
  const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  const pairs = imageDetails.flatMap(({ imageTags = [], imageDigest = '' }) =>
    imageTags.map((tag) => [tag, imageDigest] as const),
  );
  return Object.fromEntries(pairs);
}

async function recordOf(ssm: SSMClient, identity: PipelineIdentity): Promise<ReleaseRecord | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: releaseParameterName(identity) }));
    return JSON.parse(Parameter?.Value ?? '') as ReleaseRecord;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return undefined;
    throw error;
  }
}
