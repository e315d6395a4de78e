import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { parse } from 'yaml';
import { ecr } from '../../local-endpoint/services/ecr/service';
import { configText } from '../support/configs';
import { appOf, templateOf } from '../support/synthesized';

const execute = promisify(execFile);

/** Each build starts a dozen processes, which take their time on a busy machine. */
jest.setTimeout(120_000);

const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const COMMIT = '3e5983d0a1b2c3d4e5f60718293a4b5c6d7e8f90';
const VERSION = '20260630-0815-3e5983d';
const BUILD_TAG = `${COMMIT}-stg-7`;

const ROLLING = buildspecOf('ecs-rolling');
const BLUE_GREEN = buildspecOf('ecs-blue-green');

/** Logs its arguments, and pushes a manifest of its own making to the registry of the local endpoint. */
const DOCKER = `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
const { createHash } = require('node:crypto');
const [operation, ...parameters] = process.argv.slice(2);
const { DOCKER_LOG, DOCKER_FAILS, DOCKER_REFUSES, DOCKER_MADE, AWS_ENDPOINT_URL } = process.env;
appendFileSync(DOCKER_LOG, ['docker', operation, ...parameters].join(' ') + '\\n');
if (operation === DOCKER_FAILS) process.exit(1);
const immutable = process.env.DOCKER_IMMUTABLE;
if (operation === 'push' && (DOCKER_REFUSES || (immutable && parameters[0].endsWith(immutable)))) {
  console.error(DOCKER_REFUSES || 'tag invalid: it cannot be overwritten because the tag is immutable.');
  process.exit(1);
}
if (operation === 'push') {
  const [, repositoryName, imageTag] = /^[^/]+[/](.+):(.+)$/.exec(parameters[0]);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const annotations = { repositoryName, made: DOCKER_MADE };
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, annotations });
  fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.PutImage',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/ecr/aws4_request',
    },
    body: JSON.stringify({ repositoryName, imageTag, imageManifest }),
  }).then(async (answer) => {
    const text = await answer.text();
    if (!answer.ok && !text.includes('ImageAlreadyExistsException')) throw new Error(text);
    const digest = createHash('sha256').update(imageManifest).digest('hex');
    console.log(imageTag + ': digest: sha256:' + digest + ' size: ' + imageManifest.length);
  });
}
`;

interface Buildspec {
  readonly env: { readonly 'exported-variables': readonly string[] };
  readonly phases: Readonly<Record<'pre_build' | 'build' | 'post_build', { readonly commands: string[] }>>;
  readonly artifacts: { readonly files?: readonly string[]; readonly 'secondary-artifacts'?: object };
}

let local: TestEndpoint;
let registry: ECRClient;
let folder: string;

beforeAll(async () => {
  local = await startTestEndpoint({ services: [ecr] });
  registry = new ECRClient(local.client());
  for (const repositoryName of ['acme/web', 'acme/app'])
    await registry.send(new CreateRepositoryCommand({ repositoryName }));
});

afterAll(() => local.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'buildspec-test-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/docker'), DOCKER);
  chmodSync(join(folder, 'bin/docker'), 0o755);
  mkdirSync(join(folder, 'source/stg'), { recursive: true });
  for (const file of ['stg/taskdef.json', 'taskdef.json', 'appspec.yaml'])
    writeFileSync(join(folder, 'source', file), '{}');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a build for a rolling deployment', () => {
  it('builds each image, pushes it under its build, its commit and its version, and names it by digest', async () => {
    expect(await run(ROLLING)).toMatchObject({ status: 0 });
    const [login, web, app, ...pushes] = docker();
    expect(login).toContain(`--password-stdin ${REGISTRY}`);
    expect(web).toContain(`--build-arg VERSION=${VERSION} `);
    expect(web).toContain(`org.opencontainers.image.revision=${COMMIT} `);
    expect(web).toMatch(/--file web\/Dockerfile web$/);
    expect(app).toMatch(/--file services\/app\/docker\/app.Dockerfile services\/app$/);
    const pushesOf = (...tags: string[]) =>
      ['web', 'app'].flatMap((name) => tags.map((tag) => `docker push ${REGISTRY}/acme/${name}:${tag}`));
    expect(pushes).toEqual([...pushesOf(BUILD_TAG), ...pushesOf(COMMIT, VERSION)]);
    expect(made('imagedefinitions.json')).toEqual([
      { name: 'web', imageUri: await uri('acme/web', COMMIT) },
      { name: 'app', imageUri: await uri('acme/app', VERSION) },
    ]);
  });

  it('keeps the path of the task definition in its artifact', () => {
    expect(ROLLING.artifacts).toEqual({
      files: ['imagedefinitions.json', 'imageDetail.json', 'stg/taskdef.json'],
    });
  });

  it('exports the version, the digests, and what the config asks for besides', () => {
    expect(ROLLING.env['exported-variables']).toEqual(['VERSION', 'WEB_DIGEST', 'APP_DIGEST', 'COMMIT_ID']);
  });
});

describe('a build for CodeDeploy', () => {
  it('names each image in an artifact of its own, and the first beside what is deployed with', async () => {
    expect(await run(BLUE_GREEN)).toMatchObject({ status: 0 });
    expect(BLUE_GREEN.artifacts).toEqual({
      'secondary-artifacts': {
        build: { files: ['imagedefinitions.json', 'imageDetail.json', 'appspec.yaml', 'taskdef.json'] },
        images2: { 'base-directory': 'images2', files: ['imageDetail.json'] },
      },
    });
    expect(made('imageDetail.json')).toEqual({ ImageURI: await uri('acme/web', COMMIT) });
    expect(made('images2/imageDetail.json')).toEqual({ ImageURI: await uri('acme/app', COMMIT) });
  });
});

describe('a commit that was built before, where tags are immutable', () => {
  it('fails the build of another image, whose log has what to do', async () => {
    expect(await run(ROLLING, { DOCKER_MADE: 'before' })).toMatchObject({ status: 0 });
    rmSync(join(folder, 'source/imagedefinitions.json'));
    const { status, output } = await run(ROLLING, { DOCKER_MADE: 'again', DOCKER_IMMUTABLE: COMMIT });
    expect(status).not.toBe(0);
    expect(output).toContain(`Tag ${COMMIT} of acme/web is immutable and names sha256:`);
    expect(output).toContain(
      `aws ecr batch-delete-image --repository-name acme/web --image-ids imageTag=${COMMIT}`,
    );
    expect(existsSync(join(folder, 'source/imagedefinitions.json'))).toBe(false);
  });

  it('is the same image where it has the same digest', async () => {
    expect(await run(ROLLING, { DOCKER_MADE: 'the same' })).toMatchObject({ status: 0 });
    const before = made('imagedefinitions.json');
    expect(await run(ROLLING, { DOCKER_MADE: 'the same', DOCKER_IMMUTABLE: COMMIT })).toMatchObject({
      status: 0,
    });
    expect(made('imagedefinitions.json')).toEqual(before);
  });
});

describe('a build that fails', () => {
  it('prints docker’s own message on why an image cannot be pushed', async () => {
    const refusal = 'denied: not authorized to perform: ecr:InitiateLayerUpload';
    const { status, output } = await run(ROLLING, { DOCKER_REFUSES: refusal });
    expect(status).not.toBe(0);
    expect(output).toContain(refusal);
    expect(existsSync(join(folder, 'source/imagedefinitions.json'))).toBe(false);
  });

  it('pushes nothing where an image could not be built', async () => {
    expect((await run(ROLLING, { DOCKER_FAILS: 'build' })).status).not.toBe(0);
    expect(docker().filter((line) => line.startsWith('docker push'))).toEqual([]);
  });

  it('names the file that the deployment needs and the commit has not, before it builds anything', async () => {
    rmSync(join(folder, 'source/stg/taskdef.json'));
    const { status, output } = await run(ROLLING);
    expect(status).not.toBe(0);
    expect(output).toContain('The commit has no stg/taskdef.json');
  });
});

/** The buildspec of a pipeline with two images. */
function buildspecOf(kind: string): Buildspec {
  const taskDefinition =
    kind === 'ecs-rolling' ? 'deploy: { taskDefinition: "{environment}/taskdef.json" }' : '';
  const app = appOf(
    configText(`  front:
    kind: ${kind}
    source: { git: { connection: github, repository: acme/front } }
    build:
      images:
        web: { ecr: acme/web, context: web }
        app: { ecr: acme/app, context: services/app, dockerfile: docker/app.Dockerfile }
      exports: [COMMIT_ID]
    service: { container: web }
    ${taskDefinition}
    environments: { stg: {} }`),
  );
  const projects = templateOf(app, 'shop-front-stg').findResources('AWS::CodeBuild::Project') as Readonly<
    Record<string, { readonly Properties: { readonly Source: { readonly BuildSpec: string } } }>
  >;
  const [project] = Object.values(projects);
  if (!project) throw new Error(`there is no project in the stack of the pipeline, got: ${kind}`);
  return parse(project.Properties.Source.BuildSpec) as Buildspec;
}

/**
 * Runs the phases in one shell, as CodeBuild does: the first command that fails ends its phase, and after `build` comes
 * `post_build` whatever became of it.
 */
async function run(
  { phases }: Buildspec,
  variables: NodeJS.ProcessEnv = {},
): Promise<{ status: number; output: string }> {
  const all = (commands: readonly string[]) => commands.map((command) => `{ ${command}\n}`).join(' && ');
  const script = [
    `${all(phases.pre_build.commands)} || exit 1`,
    'CODEBUILD_BUILD_SUCCEEDING=1',
    `{ ${all(phases.build.commands)}\n} || CODEBUILD_BUILD_SUCCEEDING=0`,
    `${all(phases.post_build.commands)} || exit 1`,
  ].join('\n');
  const env = {
    ...local.environment(),
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    DOCKER_LOG: join(folder, 'docker.log'),
    DOCKER_MADE: folder,
    WEB_REPOSITORY_URI: `${REGISTRY}/acme/web`,
    APP_REPOSITORY_URI: `${REGISTRY}/acme/app`,
    ENVIRONMENT: 'stg',
    CODEBUILD_BUILD_NUMBER: '7',
    COMMIT_ID: COMMIT,
    COMMIT_DATE: '2026-06-30T08:15:42Z',
    ...variables,
  };
  try {
    const { stdout, stderr } = await execute('sh', ['-c', script], { cwd: join(folder, 'source'), env });
    return { status: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, output: stdout + stderr };
  }
}

/** What docker was asked. */
const docker = () => readFileSync(join(folder, 'docker.log'), 'utf8').trim().split('\n');

/** A file that the build made. */
const made = (file: string): unknown => JSON.parse(readFileSync(join(folder, 'source', file), 'utf8'));

/** What the registry has under a tag. */
async function uri(repositoryName: string, imageTag: string): Promise<string> {
  const { imageDetails: [image] = [] } = await registry.send(
    new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  return `${REGISTRY}/${repositoryName}@${image?.imageDigest}`;
}
