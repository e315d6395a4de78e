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
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  type ManualClock,
  REGION,
  startTestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { type PipelineIdentity, pipelineName, releaseParameterName } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import type { Operation, Service } from '../../../local-endpoint/kit/operation';
import { createEcr } from '../../../local-endpoint/services/ecr/service';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { type PipelineHistory, pipelineHistory } from './pipeline-history';

/** The default account, in which dummy credentials act. */
const CREDENTIALS = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };

/** A pipeline with a repository, an ECS service and a past. */
export interface ReleasedPipeline {
  readonly identity: PipelineIdentity;
  readonly repository: string;
  /** Pushes an image and gives its digest. */
  push(name: string, more?: { mediaType?: string; tag?: string }): Promise<string>;
  /** Registers a task definition with these images by container, and gives its ARN. */
  define(images: Record<string, string>): Promise<string>;
  /** Makes a task set of a deployment, gives it the traffic and names it. */
  serve(taskDefinition: string, deploymentId: string): Promise<string>;
  /** Gives the traffic back to a task set that is still there. */
  serveAgain(taskSet: string): Promise<void>;
  /** Has ECR refuse to move any tag. */
  freezeTags(): Promise<void>;
  /** Image reference by digest. */
  image(digest: string): string;
  /** Digests by tag, of the repository. */
  tags(): Promise<Record<string, string>>;
  record(): Promise<ReleaseRecord | undefined>;
}

/** moto's, with one operation that a test may answer. */
const ECS: Service = {
  name: 'ecs',
  otherwise: 'forward',
  operations: { DescribeServices: async (_, { forward }) => (await forward?.()) as object },
};

/** Of every AWS client. */
export interface ReleaseClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof CREDENTIALS;
}

/** moto behind the endpoint, with told pipelines, behind a proxy that breaks connections. */
export interface ReleaseWorld {
  readonly history: PipelineHistory;
  readonly proxy: FaultyProxy;
  /** The clock of ECR. */
  readonly clock: ManualClock;
  /** What ECR, or ECS of its services, answers instead of what it would, by the operation's name. */
  readonly told: Map<string, Operation>;
  /** How a test calls the endpoint itself, past the proxy. */
  readonly direct: ReleaseClientConfig;
  /** A new pipeline, which the history is about from now on. */
  pipeline(name: string): Promise<ReleasedPipeline>;
  close(): Promise<void>;
}

/** Starts it all, and points the AWS clients of this process at it: one try a call. */
export async function startReleaseWorld(): Promise<ReleaseWorld> {
  const history = pipelineHistory();
  const told = new Map<string, Operation>();
  const endpoint = await startTestEndpoint({
    parts: (context) => {
      const { service, observers } = createEcr(context);
      return { services: [...history.services, answering(service, told), answering(ECS, told)], observers };
    },
  });
  const { url, clock } = endpoint;
  const proxy = await startFaultyProxy(url);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: proxy.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_MAX_ATTEMPTS: '1',
  });
  return {
    history,
    proxy,
    clock,
    told,
    direct: { endpoint: url, region: REGION, credentials: CREDENTIALS },
    pipeline: (name) => makePipeline(url, history, name),
    close: async () => {
      await proxy.close();
      await endpoint.close();
    },
  };
}

/** The service, with told answers before its own. */
function answering(service: Service, told: ReadonlyMap<string, Operation>): Service {
  const operations = Object.entries(service.operations).map(([name, operation]) => [
    name,
    ((input, context) => (told.get(name) ?? operation)(input, context)) satisfies Operation,
  ]);
  return { ...service, operations: Object.fromEntries(operations) as Service['operations'] };
}

async function makePipeline(
  endpoint: string,
  history: PipelineHistory,
  pipeline: string,
): Promise<ReleasedPipeline> {
  const config = { endpoint, region: REGION, credentials: CREDENTIALS };
  const [ecr, ecs, ssm] = [new ECRClient(config), new ECSClient(config), new SSMClient(config)];
  const identity = { prefix: 'shop', pipeline, environment: 'prd' };
  const name = pipelineName(identity);
  const repository = `${pipeline}-images`;
  Object.assign(history, {
    repositories: [repository],
    rollingService: undefined,
    ecsServices: [{ clusterName: name, serviceName: name }],
  });
  history.runs.length = 0;
  history.results.length = 0;
  history.deployments.clear();
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
