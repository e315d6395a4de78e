import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitClone } from '../../../rehearsal/git/clone';
import { appSpec } from './app-spec';
import { ACCOUNT, type Factory, REGION } from './factory';

/** The pipelines of a team that pushes commits: its names are none that the product's own examples use. */
export const API = 'acme-api-test';
export const PAGE = 'acme-page-test';

/** The spec of both, with parts of it written otherwise. */
export function teamSpec({ branch = 'main', timeout = '10m', desiredCount = 2 } = {}): string {
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
    service: { container: api, port: 3000, desiredCount: ${desiredCount} }
    environments: { test: {} }
  page:
    kind: ecs-blue-green
    source: { git: { connection: hub, repository: acme/page } }
    build: { images: { front: { ecr: acme/front, context: front }, back: { ecr: acme/back, context: back } } }
    deploy: { blueTerminationWait: 1m, taskDefinition: "{environment}.json" }
    service: { container: front, port: 3000 }
    environments: { test: {} }
`;
}

/** A clone of `acme/api`: one image, and a check. */
export function apiTree(factory: Factory): Promise<GitClone> {
  return tree(factory, 'api', {
    Dockerfile: 'FROM scratch\nCOPY api /api\nCMD ["/api"]\n',
    api: 'the first version\n',
    'style.yml': 'version: 0.2\nphases: { build: { commands: [test -s api] } }\n',
    'taskdef.json': JSON.stringify(taskDefinition(API, [['api', '<IMAGE>', 3000]])),
  });
}

/** A clone of `acme/page`: two images. */
export function pageTree(factory: Factory): Promise<GitClone> {
  return tree(factory, 'page', {
    'front/Dockerfile': 'FROM scratch\nCOPY page /page\nCMD ["/page"]\n',
    'front/page': 'front\n',
    'back/Dockerfile': 'FROM scratch\nCOPY store /store\nCMD ["/store"]\n',
    'back/store': 'back\n',
    'appspec.yaml': appSpec('front'),
    'test.json': JSON.stringify(
      taskDefinition(PAGE, [
        ['back', '<IMAGE2_NAME>', 4000],
        ['front', '<IMAGE1_NAME>', 3000],
      ]),
    ),
  });
}

async function tree(
  { local }: Factory,
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

/** @param containers name, image and port of each */
const taskDefinition = (family: string, containers: readonly (readonly [string, string, number])[]) => ({
  family,
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-execution`,
  taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${family}-task`,
  containerDefinitions: containers.map(([name, image, containerPort]) => ({
    name,
    image,
    memory: 256,
    portMappings: [{ containerPort }],
  })),
});

/** What ECS runs for a pipeline. */
export interface Running {
  /** Ids of deployments, or of task sets. */
  readonly deployments: readonly string[];
  /** By container. */
  readonly images: Readonly<Record<string, string>>;
  readonly desiredCount: number;
  readonly runningCount: number;
}

/** Asks ECS what it runs in the service of a pipeline. */
export async function running({ aws }: Factory, pipeline: string): Promise<Running> {
  interface Deployment {
    readonly id: string;
    readonly taskDefinition: string;
  }
  const { services } = await aws<{
    services: {
      taskSets?: Deployment[];
      deployments: Deployment[];
      desiredCount: number;
      runningCount: number;
    }[];
  }>(...['ecs', 'describe-services', '--cluster', pipeline, '--services', pipeline]);
  const { taskSets = [], deployments = [], desiredCount = 0, runningCount = 0 } = services[0] ?? {};
  const all = taskSets.length ? taskSets : deployments;
  const { taskDefinition: found } = await aws<{
    taskDefinition: { containerDefinitions: { name: string; image: string }[] };
  }>(...['ecs', 'describe-task-definition', '--task-definition', all[0]?.taskDefinition ?? '']);
  return {
    deployments: all.map(({ id }) => id),
    images: Object.fromEntries(found.containerDefinitions.map(({ name, image }) => [name, image])),
    desiredCount,
    runningCount,
  };
}

/** The reference, by digest, of the image that a build pushed of a commit. */
export async function builtImage({ aws }: Factory, repository: string, commit: string): Promise<string> {
  const { imageDetails } = await aws<{ imageDetails: { imageDigest: string }[] }>(
    ...['ecr', 'describe-images', '--repository-name', repository, '--image-ids', `imageTag=${commit}`],
  );
  return `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${repository}@${imageDetails[0]?.imageDigest}`;
}

/** What a build wrote to its log. @param id `<project>:<stream>` */
export async function logOf({ aws }: Factory, id: string): Promise<string> {
  const [project, stream = ''] = id.split(':');
  const { events } = await aws<{ events: { message: string }[] }>(
    ...['logs', 'get-log-events', '--log-group-name', `/aws/codebuild/${project}`],
    ...['--log-stream-name', stream, '--start-from-head'],
  );
  return events.map(({ message }) => message).join('\n');
}
