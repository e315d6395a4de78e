import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { GitClone } from '../../../rehearsal/git/clone';
import { appspec } from './appspec';
import { ACCOUNT, type DeployedApp, REGION } from './deployed-app';

/** The pipelines of these tests: none of their names occurs in the product's own examples. */
export const API = 'acme-api-test';
export const PAGE = 'acme-page-test';

/** The config of both, with variations. Its time-outs end hangs only: an hour is half a minute of real time. */
export function commitsConfig({
  branch = 'main',
  timeout = '1h',
  desiredCount = 2,
  verify = 'off',
} = {}): string {
  return `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
  api:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/api, push: { branches: [${branch}] } } }
    checks: { style: { buildspec: style.yml, timeout: ${timeout} } }
    build: docker
    deploy: { timeout: 1h }
    service: { container: api, port: 3000, desiredCount: ${desiredCount} }
    verify: ${verify}
    environments: { test: {} }
  page:
    kind: ecs-blue-green
    source: { git: { connection: hub, repository: acme/page } }
    build: { images: { front: { ecr: acme/front, context: front }, back: { ecr: acme/back, context: back } } }
    deploy: { blueTerminationWait: 2h, taskDefinition: "{environment}.json" }
    service: { container: front, port: 3000 }
    verify: { buildspec: smoke.yml, timeout: 1h }
    environments: { test: {} }
`;
}

/** Passes unless the version of the API calls itself broken, where ECS knows the service. */
const SMOKE = `version: 0.2
phases:
  build:
    commands:
      - aws ecs describe-services --cluster $CLUSTER --services $SERVICE --query 'services[0].runningCount'
      - "! grep broken api"
`;

/** A clone of `acme/api`: one image, and a check. */
export function cloneApi(app: DeployedApp): Promise<GitClone> {
  return clone(app, 'api', {
    Dockerfile: 'FROM scratch\nCOPY api /api\nCMD ["/api"]\n',
    api: 'the first version\n',
    'smoke.yml': SMOKE,
    'style.yml': 'version: 0.2\nphases: { build: { commands: [test -s api] } }\n',
    'taskdef.json': taskDefinition(API, [{ name: 'api', image: '<IMAGE>', containerPort: 3000 }]),
  });
}

/** A clone of `acme/page`: two images. */
export function clonePage(app: DeployedApp): Promise<GitClone> {
  return clone(app, 'page', {
    'front/Dockerfile': 'FROM scratch\nCOPY page /page\nCMD ["/page"]\n',
    'front/page': 'front\n',
    'back/Dockerfile': 'FROM scratch\nCOPY store /store\nCMD ["/store"]\n',
    'back/store': 'back\n',
    'smoke.yml': SMOKE.replace('broken api', 'broken front/page'),
    'appspec.yaml': appspec('front'),
    'test.json': taskDefinition(PAGE, [
      { name: 'back', image: '<IMAGE2_NAME>', containerPort: 4000 },
      { name: 'front', image: '<IMAGE1_NAME>', containerPort: 3000 },
    ]),
  });
}

async function clone(
  { local }: DeployedApp,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<GitClone> {
  const folder = join(local.folder, 'team', name);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return GitClone.create(local.folder, folder, 'main', [`${local.url}/git/acme/${name}.git`]);
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly containerPort: number;
}

function taskDefinition(family: string, containers: readonly Container[]): string {
  return JSON.stringify({
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-execution`,
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-task`,
    containerDefinitions: containers.map(({ name, image, containerPort }) => ({
      name,
      image,
      memory: 256,
      portMappings: [{ containerPort }],
    })),
  });
}

/** What ECS runs in the service of a pipeline. */
export interface ServiceSnapshot {
  /** Ids of deployments, or of task sets. */
  readonly deployments: readonly (string | undefined)[];
  /** Image references by container. */
  readonly images: Readonly<Record<string, string>>;
  readonly desiredCount: number;
  readonly runningCount: number;
}

/** Asks ECS what it runs in the service of a pipeline. */
export async function serviceSnapshot(app: DeployedApp, pipeline: string): Promise<ServiceSnapshot> {
  const { services } = await app.clients.ecs.send(
    new DescribeServicesCommand({ cluster: pipeline, services: [pipeline] }),
  );
  const { taskSets = [], deployments = [], desiredCount = 0, runningCount = 0 } = services?.[0] ?? {};
  const all = taskSets.length ? taskSets : deployments;
  const { images } = await taskRevision(app, all[0]?.taskDefinition);
  return { deployments: all.map(({ id }) => id), images, desiredCount, runningCount };
}

/** A revision of a task definition. */
export interface TaskRevision {
  readonly number: number;
  /** Image references by container. */
  readonly images: Readonly<Record<string, string>>;
}

/** Asks ECS for a revision. @param taskDefinition `family:revision` or an ARN, or a family for its newest */
export async function taskRevision(
  { clients: { ecs } }: DeployedApp,
  taskDefinition: string | undefined,
): Promise<TaskRevision> {
  const { taskDefinition: found } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const containers = found?.containerDefinitions ?? [];
  return {
    number: found?.revision ?? 0,
    images: Object.fromEntries(containers.map(({ name = '', image = '' }) => [name, image])),
  };
}

/** The reference, by digest, of the image that a build pushed of a commit. */
export async function builtImage(
  { clients: { ecr } }: DeployedApp,
  repositoryName: string,
  commit: string,
): Promise<string> {
  const { imageDetails } = await ecr.send(
    new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: commit }] }),
  );
  return `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${repositoryName}@${imageDetails?.[0]?.imageDigest}`;
}

/** The log of a build. @param id `<project>:<stream>` */
export async function buildLog({ clients: { logs } }: DeployedApp, id: string): Promise<string> {
  const [project, logStreamName = ''] = id.split(':');
  const logGroupName = `/aws/codebuild/${project}`;
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
  );
  return events.map(({ message }) => message).join('\n');
}
