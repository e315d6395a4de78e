import { createHash } from 'node:crypto';
import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { PutImageCommand } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { type Action, DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';
import { appspec } from './appspec';
import { ACCOUNT, type DeployedApp, REGION } from './deployed-app';
import { endedExecution } from './executions';

/** The pipeline of these tests: none of its names occurs in the product's own examples. */
export const PIPELINE = 'acme-web-test';
export const REPOSITORY = 'acme/web';
const BUCKET = 'acme-web-releases';

/** The config of that one pipeline, with variations. */
export function uploadsConfig({
  image = '',
  deploy = '',
  service = '',
  environment = '',
  more = '',
} = {}): string {
  return `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
pipelines:
  web:
    kind: ecs-blue-green
    source:
      image: { ecr: ${REPOSITORY}, ${image || 'tag: v1'} }
      settings: { s3: ${BUCKET}, key: "{environment}/release.zip" }
    deploy: { ${deploy || 'blueTerminationWait: 1m'} }
    service: { container: web, port: 3000${service} }
    environments: { test: { ${environment} } }
${more}`;
}

/** Pushes an image; resolves to its digest. */
export async function pushImageBySdk(
  { clients }: DeployedApp,
  imageTag: string,
  content: string,
): Promise<string> {
  const { image } = await clients.ecr.send(
    new PutImageCommand({ repositoryName: REPOSITORY, imageTag, imageManifest: manifest(content) }),
  );
  return image?.imageId?.imageDigest ?? '';
}

/** Pushes an image with `aws ecr put-image`; resolves to its digest. */
export async function pushImageByCli(app: DeployedApp, tag: string, content: string): Promise<string> {
  const file = await app.file('manifest.json', manifest(content));
  const { image } = await app.aws<{ image: { imageId: { imageDigest: string } } }>(
    ...['ecr', 'put-image', '--repository-name', REPOSITORY, '--image-tag', tag],
    ...['--image-manifest', `file://${file}`],
  );
  return image.imageId.imageDigest;
}

/** Uploads appspec.yaml and taskdef.json with `aws s3 cp`. */
export async function uploadSettingsByCli(app: DeployedApp): Promise<void> {
  const files = {
    'appspec.yaml': strToU8(appspec('web')),
    'taskdef.json': strToU8(JSON.stringify(TASK_DEFINITION)),
  };
  const zip = await app.file('release.zip', zipSync(files));
  await app.aws('s3', 'cp', zip, `s3://${BUCKET}/test/release.zip`);
}

/** The execution that an image started, once it has ended. */
export function released(app: DeployedApp, digest: string): Promise<PipelineExecutionSummary> {
  return ended(app, `a release of ${digest}`, ({ sourceRevisions = [], executionType }) => {
    const [image] = sourceRevisions.filter(({ actionName }) => actionName === 'Image');
    return executionType === 'STANDARD' && image?.revisionId === digest;
  });
}

/** {@link endedExecution} of the pipeline of these tests. */
export function ended(
  app: DeployedApp,
  what: string,
  holds: (execution: PipelineExecutionSummary) => boolean,
): Promise<PipelineExecutionSummary> {
  return endedExecution(app, PIPELINE, what, holds);
}

/** What serves, according to ECS and the load balancer. */
export interface ServingSnapshot {
  readonly taskSets: { readonly id?: string; readonly status?: string; readonly taskDefinition?: string }[];
  /** The production listener's default actions. */
  readonly listener?: readonly Action[];
  /** Image references of all containers. */
  readonly images: string[];
}

/** Asks what serves now. */
export async function servingSnapshot({ clients }: DeployedApp): Promise<ServingSnapshot> {
  const { services } = await clients.ecs.send(
    new DescribeServicesCommand({ cluster: PIPELINE, services: [PIPELINE] }),
  );
  const taskSets = services?.[0]?.taskSets ?? [];
  const { Parameter } = await clients.ssm.send(
    new GetParameterCommand({ Name: '/acme/web/test/listener/production' }),
  );
  const { Listeners } = await clients.elb.send(
    new DescribeListenersCommand({ ListenerArns: [Parameter?.Value ?? ''] }),
  );
  const { taskDefinition } = await clients.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: taskSets[0]?.taskDefinition }),
  );
  return {
    taskSets: taskSets.map(({ id, status, taskDefinition: revision }) => ({
      ...{ id, status, taskDefinition: revision },
    })),
    listener: Listeners?.[0]?.DefaultActions,
    images: taskDefinition?.containerDefinitions?.map(({ image = '' }) => image) ?? [],
  };
}

const TASK_DEFINITION = {
  family: PIPELINE,
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/${PIPELINE}-execution`,
  taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${PIPELINE}-task`,
  containerDefinitions: [{ name: 'web', image: '<IMAGE1_NAME>', portMappings: [{ containerPort: 3000 }] }],
};

/** https://distribution.github.io/distribution/spec/manifest-v2-2/ */
function manifest(content: string): string {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const docker = 'application/vnd.docker';
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: `${docker}.distribution.manifest.v2+json`,
    config: { mediaType: `${docker}.container.image.v1+json`, size: 1_470, digest },
    layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, size: 3_408_729, digest }],
  });
}
