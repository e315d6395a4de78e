import { createHash } from 'node:crypto';
import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { strToU8, zipSync } from 'fflate';
import { appSpec } from './app-spec';
import { endedExecution } from './executions';
import { ACCOUNT, type Factory, REGION } from './factory';

/** The pipeline of these tests: its names are none that the product's own examples use. */
export const PIPELINE = 'acme-web-test';
export const REPOSITORY = 'acme/web';
const BUCKET = 'acme-web-releases';

/** The spec of that one pipeline, with parts of it written otherwise. */
export function shopSpec({
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

/** Pushes an image with `aws ecr put-image`; resolves to its digest. */
export async function push(factory: Factory, tag: string, content: string): Promise<string> {
  const manifest = await factory.file('manifest.json', JSON.stringify(manifestOf(content)));
  const { image } = await factory.aws<{ image: { imageId: { imageDigest: string } } }>(
    ...['ecr', 'put-image', '--repository-name', REPOSITORY, '--image-tag', tag],
    ...['--image-manifest', `file://${manifest}`],
  );
  return image.imageId.imageDigest;
}

/** Uploads appspec.yaml and taskdef.json with `aws s3 cp`. */
export async function upload(factory: Factory): Promise<void> {
  const files = {
    'appspec.yaml': strToU8(appSpec('web')),
    'taskdef.json': strToU8(JSON.stringify(TASK_DEFINITION)),
  };
  const zip = await factory.file('release.zip', zipSync(files));
  await factory.aws('s3', 'cp', zip, `s3://${BUCKET}/test/release.zip`);
}

/** The execution that an image started, once it has ended. */
export function released(factory: Factory, digest: string): Promise<PipelineExecutionSummary> {
  return ended(factory, `a release of ${digest}`, ({ sourceRevisions = [], executionType }) => {
    const [image] = sourceRevisions.filter(({ actionName }) => actionName === 'Image');
    return executionType === 'STANDARD' && image?.revisionId === digest;
  });
}

/** The newest execution of which something holds, once it has ended. */
export function ended(
  factory: Factory,
  what: string,
  holds: (execution: PipelineExecutionSummary) => boolean,
): Promise<PipelineExecutionSummary> {
  return endedExecution(factory, PIPELINE, what, holds);
}

/** What the team sees of what serves. */
export interface Serving {
  readonly taskSets: { readonly id: string; readonly status: string; readonly taskDefinition: string }[];
  /** The production listener's default actions. */
  readonly listener: unknown;
  /** Of each container. */
  readonly images: string[];
}

/** Asks ECS and the load balancer what serves. */
export async function whatServes({ aws }: Factory): Promise<Serving> {
  const { services } = await aws<{ services: { taskSets: Serving['taskSets'] }[] }>(
    ...['ecs', 'describe-services', '--cluster', PIPELINE, '--services', PIPELINE],
  );
  const taskSets = services[0]?.taskSets.map(({ id, status, taskDefinition }) => ({
    id,
    status,
    taskDefinition,
  }));
  const { Parameter } = await aws<{ Parameter: { Value: string } }>(
    ...['ssm', 'get-parameter', '--name', '/acme/web/test/listener/production'],
  );
  const { Listeners } = await aws<{ Listeners: { DefaultActions: unknown }[] }>(
    ...['elbv2', 'describe-listeners', '--listener-arns', Parameter.Value],
  );
  const { taskDefinition } = await aws<{ taskDefinition: { containerDefinitions: { image: string }[] } }>(
    ...['ecs', 'describe-task-definition', '--task-definition', taskSets?.[0]?.taskDefinition ?? ''],
  );
  return {
    taskSets: taskSets ?? [],
    listener: Listeners[0]?.DefaultActions,
    images: taskDefinition.containerDefinitions.map(({ image }) => image),
  };
}

/** The digest under each tag. */
export async function tags({ aws }: Factory): Promise<Record<string, string>> {
  const { imageDetails } = await aws<{ imageDetails: { imageDigest: string; imageTags?: string[] }[] }>(
    ...['ecr', 'describe-images', '--repository-name', REPOSITORY],
  );
  return Object.fromEntries(
    imageDetails.flatMap(({ imageDigest, imageTags = [] }) => imageTags.map((tag) => [tag, imageDigest])),
  );
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
function manifestOf(content: string): object {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const docker = 'application/vnd.docker';
  return {
    schemaVersion: 2,
    mediaType: `${docker}.distribution.manifest.v2+json`,
    config: { mediaType: `${docker}.container.image.v1+json`, size: 1_470, digest },
    layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, size: 3_408_729, digest }],
  };
}
