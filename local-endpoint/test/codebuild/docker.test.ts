import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  type ImageDetail,
} from '@aws-sdk/client-ecr';
import type { Build } from '@aws-sdk/client-codebuild';
import { ACCOUNT, REGION } from '../../testing';
import { contextOf, packagingProject, projectInput } from './support/fixture';
import { useFixture } from './support/use-fixture';

const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const fixture = useFixture();
let ecr: ECRClient;

/** Where real `aws` says it, but without its second to start. */
const LOGIN = `echo password | docker login --username AWS --password-stdin ${HOST}`;

const DOCKERFILE = `FROM node:20-alpine AS build
ARG VERSION=dev
COPY src/ /app/
RUN make $VERSION
FROM nginx:1.27
LABEL owner=web
COPY --from=build /app /usr/share/nginx/html
`;
const FILES = { Dockerfile: DOCKERFILE, 'src/index.html': 'hello', 'README.md': 'read me' };
const PUSH_RIGHTS = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

beforeAll(async () => {
  ecr = new ECRClient(fixture().client());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
  await fixture().allow(mayPush());
});

const mayPush = (actions = PUSH_RIGHTS) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/*`,
});

let builds = 0;

/** Runs commands on files, in privileged mode. */
async function docker(
  commands: string[],
  files: Record<string, string> = FILES,
  privileged = true,
): Promise<Build> {
  builds += 1;
  const key = `docker-${builds}.zip`;
  await fixture().upload(key, files);
  const buildspec = JSON.stringify({ version: 0.2, phases: { build: { commands } } });
  return fixture().run('', {
    source: { ...packagingProject(key).source, type: 'S3', buildspec },
    environment: { ...projectInput('', '').environment, privilegedMode: privileged } as never,
  });
}

const buildAndPush = (tag: string, options = '') => [
  LOGIN,
  `docker build ${options} -t ${HOST}/web:${tag} .`,
  `docker push ${HOST}/web:${tag}`,
];

async function pushed(tag: string): Promise<ImageDetail | undefined> {
  const command = new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: tag }] });
  return (await ecr.send(command)).imageDetails?.[0];
}

async function annotations(tag: string): Promise<Record<string, string>> {
  const { images } = await ecr.send(
    new BatchGetImageCommand({ repositoryName: 'web', imageIds: [{ imageTag: tag }] }),
  );
  return (JSON.parse(images?.[0]?.imageManifest ?? '{}') as { annotations: Record<string, string> })
    .annotations;
}

describe('docker where no daemon answers', () => {
  it('pushes a manifest to ECR, tells its digest, and says once that it is a stand-in', async () => {
    const build = await docker([
      ...buildAndPush('one'),
      `docker tag ${HOST}/web:one ${HOST}/web:uno`,
      `docker push ${HOST}/web:uno`,
      `echo "digest $(docker inspect --format='{{index .RepoDigests 0}}' ${HOST}/web:one)"`,
      `docker images`,
    ]);
    expect(contextOf(build)).toBe('undefined undefined: undefined');
    const image = await pushed('one');
    const log = await fixture().log(build);
    expect(image?.imageTags?.sort()).toEqual(['one', 'uno']);
    expect(log).toContain('Login Succeeded');
    expect(log).toMatch(new RegExp(`one: digest: ${image?.imageDigest} size: \\d+`));
    expect(log).toContain(`digest ${HOST}/web@${image?.imageDigest}`);
    expect(log.match(/no Docker daemon answers/g)).toHaveLength(1);
    expect(log).toMatch(/REPOSITORY +TAG +IMAGE ID/);
  });

  it('gives the same digest for the same files, and another when Dockerfile, copied files or arguments change', async () => {
    const digestOf = async (tag: string, files: Record<string, string>, options = '') => {
      await docker(buildAndPush(tag, options), files);
      return (await pushed(tag))?.imageDigest;
    };
    const first = await digestOf('first', FILES);
    expect(await digestOf('same', { ...FILES, 'README.md': 'not copied' })).toBe(first);
    expect(await digestOf('unused', FILES, '--build-arg UNUSED=1')).toBe(first);
    const others = [
      await digestOf('file', { ...FILES, 'src/index.html': 'bye' }),
      await digestOf('argument', FILES, '--build-arg VERSION=2'),
      await digestOf('base', { ...FILES, Dockerfile: DOCKERFILE.replace('nginx:1.27', 'nginx:1.28') }),
      await digestOf('label', FILES, '--label commit=abc'),
      await digestOf('target', FILES, '--target build'),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
  });

  it('tells the base image, and the findings that labels play, as annotations', async () => {
    const finding = 'CVE-2026-0001 openssl: what it is';
    const Dockerfile = `${DOCKERFILE}LABEL rehearsal.scan.critical="${finding}"\n`;
    await docker(buildAndPush('finding'), { ...FILES, Dockerfile });
    expect(await annotations('finding')).toEqual({
      'org.opencontainers.image.base.name': 'nginx:1.27',
      'rehearsal.scan.critical': finding,
    });
  });

  it.each([
    [
      'an unknown instruction',
      { Dockerfile: 'FROM a\nRNU x\n' },
      'dockerfile parse error on line 2: unknown instruction: RNU',
    ],
    [
      'no Dockerfile',
      { 'a.txt': 'a' },
      'failed to read dockerfile: open Dockerfile: no such file or directory',
    ],
    ['an empty Dockerfile', { Dockerfile: '\n' }, 'the Dockerfile cannot be empty'],
    ['a missing file', { Dockerfile: 'FROM a\nCOPY missing.txt /\n' }, '"/missing.txt": not found'],
    [
      'an ignored file',
      { Dockerfile: 'FROM a\nCOPY a.txt /\n', 'a.txt': 'a', '.dockerignore': '*\n!Dockerfile\n' },
      '"/a.txt": not found',
    ],
    [
      'a missing stage',
      { Dockerfile: 'FROM a\nCOPY --from=builder /x /\n' },
      'there is no stage builder before this one',
    ],
    ['no stage', { Dockerfile: 'RUN x\n' }, 'no build stage in current context'],
  ])('fails at %s, in words like docker’s', async (_, files, words) => {
    const build = await docker(['docker build .'], files);
    expect(build.buildStatus).toBe('FAILED');
    expect(await fixture().log(build)).toContain(words);
  });

  it('fails at a target that is not there', async () => {
    const build = await docker(['docker build --target test .']);
    expect(await fixture().log(build)).toContain('target stage "test" could not be found');
  });

  it('takes .dockerignore, continued lines, comments and here-documents as docker does', async () => {
    const build = await docker(buildAndPush('syntax'), {
      Dockerfile: `# syntax=docker/dockerfile:1
FROM alpine:3 AS base
# a comment
RUN one && \\
    # within
    two
COPY <<EOF /etc/motd
FROM is no instruction here
EOF
COPY ["app/a b.txt", "/"]
FROM base
COPY app/*.txt /
`,
      'app/a b.txt': 'a',
      'app/c.txt': 'c',
      '.dockerignore': 'app/*\n!app/*.txt\n',
    });
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect((await annotations('syntax'))['org.opencontainers.image.base.name']).toBe('alpine:3');
  });

  it('refuses by name what would need a daemon', async () => {
    const build = await docker(['docker run --rm alpine true']);
    expect(build.buildStatus).toBe('FAILED');
    expect(await fixture().log(build)).toContain('docker run --rm is not supported: without a Docker daemon');
  });

  it('finds no daemon at all where the project is not privileged', async () => {
    const build = await docker(['docker build .'], FILES, false);
    expect(await fixture().log(build)).toContain(
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock',
    );
  });
});

describe('a push', () => {
  it('needs a login', async () => {
    const build = await docker(buildAndPush('anonymous').slice(1));
    expect(await fixture().log(build)).toContain('no basic auth credentials');
  });

  it('needs a repository', async () => {
    const build = await docker([
      LOGIN,
      `docker build -t ${HOST}/nowhere:1 .`,
      `docker push ${HOST}/nowhere:1`,
    ]);
    expect(await fixture().log(build)).toContain(
      "name unknown: The repository with name 'nowhere' does not exist",
    );
  });

  it.each(['ecr:PutImage', 'ecr:InitiateLayerUpload'])('needs a role that is allowed %s', async (action) => {
    await fixture().allow(mayPush(PUSH_RIGHTS.filter((right) => right !== action)));
    const build = await docker(buildAndPush('denied'));
    await fixture().allow(mayPush());
    expect(contextOf(build)).toContain('Error while executing command: docker push');
    expect(await fixture().log(build)).toMatch(
      new RegExp(`denied: User: .*shop-build.* is not authorized to perform: ${action}`),
    );
  });
});

describe('docker where a daemon answers', () => {
  /** A docker that answers, and says what it was asked. */
  const REAL = `#!/bin/sh
case "$1 $2" in
  "version --format") echo 28.0.0 ;;
  "image inspect") echo '[{"Id":"sha256:${'a'.repeat(64)}","Architecture":"amd64","Os":"linux","Config":{"Labels":{"rehearsal.scan.high":"CVE-1 x: y"}},"RootFS":{"Layers":["sha256:${'b'.repeat(64)}"]}}]' ;;
  *) echo "real docker: $*" ;;
esac
`;

  it('is the real one, except for the registry', async () => {
    const path = process.env.PATH;
    const { mkdtemp, writeFile, chmod } = await import('node:fs/promises');
    const folder = await mkdtemp(`${fixture().context.folder}/path-`);
    await writeFile(`${folder}/docker`, REAL);
    await chmod(`${folder}/docker`, 0o755);
    process.env.PATH = `${folder}:${path}`;
    const build = await docker([
      ...buildAndPush('real'),
      `echo "digest $(docker inspect --format='{{index .RepoDigests 0}}' ${HOST}/web:real)"`,
      'docker run alpine',
    ]).finally(() => (process.env.PATH = path));
    const log = await fixture().log(build);
    expect(log).toContain(`real docker: build -t ${HOST}/web:real .`);
    expect(log).toContain('real docker: run alpine');
    expect(log).toContain(`digest ${HOST}/web@${(await pushed('real'))?.imageDigest}`);
    expect(await annotations('real')).toEqual({ 'rehearsal.scan.high': 'CVE-1 x: y' });
  });
});
