import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { GetParameterHistoryCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Template } from 'aws-cdk-lib/assertions';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { appOf, templateOf } from '../support/synthesized';
import { BuildShell } from './support/build-shell';
import { takeRole } from './support/template-role';

/** Each build starts a dozen processes, which take their time on a busy machine. */
jest.setTimeout(120_000);

const COMMIT = '3e5983d0a1b2c3d4e5f60718293a4b5c6d7e8f90';
const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const FILES = { 'taskdef.json': '{}', Dockerfile: 'FROM scratch\nCOPY page /page\n', page: 'hello\n' };
const COMMITTED = { COMMIT_ID: COMMIT, COMMIT_DATE: '2026-06-30T08:15:42Z' };

/** What the other environment's code would like to see in production: harmless here. */
const FOREIGN = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  annotations: { from: 'another environment' },
});
const FOREIGN_DIGEST = `sha256:${createHash('sha256').update(FOREIGN).digest('hex')}`;

/** An entry whose environments share their repository, and one whose environments have their own. */
const CONFIG = `
prefix: shop
environments:
  stg: { account: "${ACCOUNT}", region: ${REGION} }
  prd: { account: "${ACCOUNT}", region: ${REGION} }
connections: { hub: { provider: GitHub } }
pipelines:
  page:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/page } }
    build: { images: { app: { ecr: page } } }
    environments: { stg: {}, prd: { approval: true } }
  fixed:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/fixed } }
    build: { images: { app: { ecr: fixed, existing: true } } }
    environments: { stg: {}, prd: {} }
  own:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/own } }
    build: { images: { app: { ecr: "own-{environment}" } } }
    environments: { stg: {}, prd: {} }
`;

let local: TestEndpoint;
let ecr: ECRClient;
let ssm: SSMClient;
let shell: BuildShell;
let production: Template;
/** Sessions of the roles that builds have in staging and in production. */
let staging: Record<string, string>;
let building: Record<string, string>;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  ecr = new ECRClient(local.client());
  ssm = new SSMClient(local.client());
  shell = new BuildShell(local);
  const app = appOf(CONFIG);
  production = templateOf(app, 'shop-page-prd');
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'page' }));
  staging = await takeRole(local, templateOf(app, 'shop-page-stg'), 'shop-page-stg-build');
  building = await takeRole(local, production, 'shop-page-prd-build');
});

afterAll(async () => {
  shell?.close();
  await local?.close();
});

/** What production's build gives to its deployment. */
const deployed = { name: 'app', imageUri: expect.stringMatching(/^\S+@sha256:[0-9a-f]{64}$/) as string };

test('a tag that staging’s build moves after the push changes nothing of what production deploys', async () => {
  const moved = join(local.environment().HOME ?? '', 'move.cjs');
  writeFileSync(moved, moveTag('page', COMMIT));
  const as = Object.entries(staging).map(([name, value]) => `${name}='${value}'`);
  const built = await shell.run(
    production,
    'shop-page-prd-build',
    FILES,
    { ...COMMITTED, ...building },
    `${as.join(' ')} ${process.execPath} ${moved}`,
  );
  expect(built).toMatchObject({ status: 0 });
  const { imageDetails } = await ecr.send(
    new DescribeImagesCommand({ repositoryName: 'page', imageIds: [{ imageTag: COMMIT }] }),
  );
  expect(imageDetails?.[0]?.imageDigest).toBe(FOREIGN_DIGEST);
  expect(built.made('imagedefinitions.json')).toEqual([deployed]);
  expect(JSON.stringify(built.made('imagedefinitions.json'))).not.toContain(FOREIGN_DIGEST);
  expect(JSON.stringify(built.made('imageDetail.json'))).not.toContain(FOREIGN_DIGEST);
});

/** A program that puts a tag on the foreign image, with whatever session it has. */
const moveTag = (repositoryName: string, imageTag: string): string => `
fetch(process.env.AWS_ENDPOINT_URL, {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.PutImage',
    authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/${REGION}/ecr/aws4_request',
  },
  body: ${JSON.stringify(JSON.stringify({ repositoryName, imageTag, imageManifest: FOREIGN }))},
}).then(async (answer) => { if (!answer.ok && !/ImageAlreadyExists/.test(await answer.text())) process.exit(1); });
`;

test('an image that staging put under the commit first, in a repository of immutable tags, is not production’s', async () => {
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'fixed', imageTagMutability: 'IMMUTABLE' }));
  const app = appOf(CONFIG);
  const template = templateOf(app, 'shop-fixed-prd');
  const stg = await takeRole(local, templateOf(app, 'shop-fixed-stg'), 'shop-fixed-stg-build');
  await new ECRClient(local.client(stg.AWS_ACCESS_KEY_ID)).send(
    new PutImageCommand({ repositoryName: 'fixed', imageTag: COMMIT, imageManifest: FOREIGN }),
  );
  const prd = await takeRole(local, template, 'shop-fixed-prd-build');
  const built = await shell.run(template, 'shop-fixed-prd-build', FILES, { ...COMMITTED, ...prd });
  expect(built.status).toBe(0);
  expect(JSON.stringify(built.made('imagedefinitions.json'))).not.toContain(FOREIGN_DIGEST);
  expect(built.output).toContain(`Tag ${COMMIT} of fixed stays with ${FOREIGN_DIGEST}`);
});

test('an immutable tag of another image, in a repository of production’s own, fails the build', async () => {
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'own-prd', imageTagMutability: 'IMMUTABLE' }));
  await ecr.send(
    new PutImageCommand({ repositoryName: 'own-prd', imageTag: COMMIT, imageManifest: FOREIGN }),
  );
  const template = templateOf(appOf(CONFIG), 'shop-own-prd');
  const prd = await takeRole(local, template, 'shop-own-prd-build');
  const built = await shell.run(template, 'shop-own-prd-build', FILES, { ...COMMITTED, ...prd });
  expect(built.status).not.toBe(0);
  expect(built.output).toContain(`Tag ${COMMIT} of own-prd is immutable and names ${FOREIGN_DIGEST}`);
});

describe('production that takes what staging released', () => {
  const record = '/shop/page/stg/release';
  const promoted = CONFIG.replace('prd: { approval: true }', 'prd: { build: { promote: stg } }');
  let template: Template;
  let prd: Record<string, string>;
  const take = () => shell.run(template, 'shop-page-prd-build', FILES, { ...COMMITTED, ...prd });

  beforeAll(async () => {
    template = templateOf(appOf(promoted), 'shop-page-prd');
    prd = await takeRole(local, template, 'shop-page-prd-build');
  });

  const releaseToStaging = async (commit: string, digest: string) =>
    ssm.send(
      new PutParameterCommand({
        Name: record,
        Type: 'String',
        Overwrite: true,
        Value: JSON.stringify({
          serving: { type: 'ecs', commit: { id: commit }, images: { app: `${REGISTRY}/page@${digest}` } },
        }),
      }),
    );

  test('fails where staging released nothing, or another commit', async () => {
    expect((await take()).output).toContain('stg must have released the commit first');
    await releaseToStaging('another', FOREIGN_DIGEST);
    const built = await take();
    expect(built.status).not.toBe(0);
    expect(built.output).toContain(`stg must have released commit ${COMMIT} first`);
  });

  test('takes the digest of the commit, whatever has its tag and whatever staging runs by now', async () => {
    const digest = await push('released');
    await releaseToStaging(COMMIT, digest);
    await releaseToStaging('another', FOREIGN_DIGEST);
    const built = await take();
    expect(built).toMatchObject({ status: 0 });
    expect(built.made('imagedefinitions.json')).toEqual([
      { name: 'app', imageUri: `${REGISTRY}/page@${digest}` },
    ]);
    expect(built.made('imageDetail.json')).toEqual({ ImageURI: `${REGISTRY}/page@${digest}` });
  });

  test('fails where the image is gone, or is one of another repository', async () => {
    await releaseToStaging(COMMIT, `sha256:${'0'.repeat(64)}`);
    expect((await take()).output).toContain(`Repository page must still have sha256:${'0'.repeat(64)}`);
    await releaseToStaging(COMMIT, `${FOREIGN_DIGEST} && true`);
    const built = await take();
    expect(built.status).not.toBe(0);
    expect(built.output).toContain('must be in');
  });

  test('may push nothing, and read no other record', async () => {
    const as = local.client(prd.AWS_ACCESS_KEY_ID);
    const put = new PutImageCommand({ repositoryName: 'page', imageTag: 'mine', imageManifest: FOREIGN });
    await expect(new ECRClient(as).send(put)).rejects.toThrow('not authorized to perform: ecr:PutImage');
    const read = new GetParameterHistoryCommand({ Name: '/shop/own/stg/release' });
    await expect(new SSMClient(as).send(read)).rejects.toThrow(
      'not authorized to perform: ssm:GetParameterHistory',
    );
  });

  /** Pushes an image as staging's build does. @returns its digest */
  async function push(tag: string): Promise<string> {
    const image = new PutImageCommand({
      repositoryName: 'page',
      imageTag: tag,
      imageManifest: FOREIGN.replace('another environment', tag),
    });
    const { image: pushed } = await new ECRClient(local.client(staging.AWS_ACCESS_KEY_ID)).send(image);
    return pushed?.imageId?.imageDigest ?? '';
  }
});
