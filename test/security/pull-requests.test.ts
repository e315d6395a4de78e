import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartBuildCommand } from '@aws-sdk/client-codebuild';
import { ListPipelineExecutionsCommand, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { GetAuthorizationTokenCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { GitClone } from '../../rehearsal/git/clone';
import { ACCOUNT, deployApp, type DeployedApp, REGION } from '../acceptance/support/deployed-app';
import { endedExecution, expectSuccess } from '../acceptance/support/executions';
import {
  LEAKING_BUILDSPEC,
  leakedSession,
  type LeakedSession,
  loggedBy,
  outcomeOf,
} from './support/leaked-session';

jest.setTimeout(600_000); // ends a hang: an idle machine needs half a minute

const CONFIG = `
prefix: acme
environments: { test: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
  api:
    kind: ecs-rolling
    source:
      git: { connection: hub, repository: acme/api, push: { branches: ["**"] }, pullRequest: { branches: [main] } }
    checks: { style: { buildspec: style.yml, cache: s3, environment: { TOKEN: { secret: acme/token } } } }
    build:
      images: { api: acme/api }
      cache: s3
      environment: { SIGNING_KEY: { secret: acme/signing }, SEED: { parameter: /acme/seed } }
    service: { existing: { cluster: c, service: s, family: s, taskRoles: ["arn:aws:iam::${ACCOUNT}:role/task"] } }
    environments: { test: {} }
`;
const RELEASES = 'acme-api-test';
const REQUESTS = 'acme-pr-api';
const BUCKET = `acme-foundation-test-${ACCOUNT}-${REGION}`;
const FOREIGN = 'acme-page-test/build/one';
const BUILD_CACHE = `cache/${RELEASES}-build`;

let app: DeployedApp;
let clone: GitClone;

beforeAll(async () => {
  app = await deployApp(CONFIG);
  const { secrets, ssm, s3 } = app.clients;
  for (const Name of ['acme/signing', 'acme/token'])
    await secrets.send(new CreateSecretCommand({ Name, SecretString: `made up for ${Name}` }));
  await ssm.send(new PutParameterCommand({ Name: '/acme/seed', Type: 'SecureString', Value: 'made up' }));
  for (const Key of [FOREIGN, BUILD_CACHE])
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'of others' }));
  const folder = join(app.local.folder, 'team', 'api');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY api /api\nCMD ["/api"]\n');
  await writeFile(join(folder, 'api'), 'the first version\n');
  await writeFile(join(folder, 'style.yml'), LEAKING_BUILDSPEC);
  clone = await GitClone.create(app.local.folder, folder, 'main', [`${app.local.url}/git/acme/api.git`]);
  await clone.commit('The first version');
});
afterAll(() => app?.local.close());

/** What code with a build's credentials is answered, where it tries what only others may do. */
async function attempts(session: LeakedSession): Promise<Record<string, string>> {
  const { codeBuild, codePipeline, ecr, s3, secrets, ssm, sts } = session;
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'replaced' }));
  const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  const tried = {
    'log in to the registry': ecr.send(new GetAuthorizationTokenCommand({})),
    'push an image': ecr.send(
      new PutImageCommand({ repositoryName: 'acme/api', imageTag: 'latest', imageManifest: '{}' }),
    ),
    "read the build's secret": secrets.send(new GetSecretValueCommand({ SecretId: 'acme/signing' })),
    "read the build's parameter": ssm.send(new GetParametersCommand({ Names: ['/acme/seed'] })),
    "read another pipeline's artifact": get(FOREIGN),
    "replace another pipeline's artifact": put(FOREIGN),
    'replace an artifact of the releases': put(`${RELEASES}/build/one`),
    "read the build's cache": get(BUILD_CACHE),
    "replace the build's cache": put(BUILD_CACHE),
    'list the bucket': s3.send(new ListObjectsV2Command({ Bucket: BUCKET })),
    'start a build of a release': codeBuild.send(new StartBuildCommand({ projectName: `${RELEASES}-build` })),
    'start a release': codePipeline.send(new StartPipelineExecutionCommand({ name: RELEASES })),
    "take the pipeline's role": sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/${RELEASES}`,
        RoleSessionName: 'anyone',
      }),
    ),
  };
  const outcomes = Object.entries(tried).map(async ([what, call]) => [what, await outcomeOf(call)] as const);
  return Object.fromEntries(await Promise.all(outcomes));
}

const DENIED = {
  'log in to the registry': 'denied ecr:GetAuthorizationToken',
  'push an image': 'denied ecr:PutImage',
  "read the build's secret": 'denied secretsmanager:GetSecretValue',
  "read the build's parameter": 'denied ssm:GetParameters',
  "read another pipeline's artifact": 'denied s3:GetObject',
  "replace another pipeline's artifact": 'denied s3:PutObject',
  'replace an artifact of the releases': 'denied s3:PutObject',
  "read the build's cache": 'denied s3:GetObject',
  "replace the build's cache": 'denied s3:PutObject',
  'list the bucket': 'denied s3:ListBucket',
  'start a build of a release': 'denied codebuild:StartBuild',
  'start a release': 'denied codepipeline:StartPipelineExecution',
  "take the pipeline's role": 'denied sts:AssumeRole',
};

async function executionsOf(pipelineName: string): Promise<(string | undefined)[]> {
  const { pipelineExecutionSummaries = [] } = await app.clients.codePipeline.send(
    new ListPipelineExecutionsCommand({ pipelineName }),
  );
  return pipelineExecutionSummaries.flatMap(({ trigger }) =>
    trigger?.triggerType === 'WebhookV2' ? [trigger.triggerType] : [],
  );
}

test('a check of a release has no push, no cache and no secret of the build, but its own', async () => {
  const output = await clone.push();
  expect(output).toContain(`${RELEASES} started by main`);
  expect(output).not.toContain(REQUESTS);
  const session = await leakedSession(app, `${RELEASES}-check-style`);
  expect(await attempts(session)).toEqual(DENIED);
  const { secrets, s3 } = session;
  const own = {
    secret: secrets.send(new GetSecretValueCommand({ SecretId: 'acme/token' })),
    cache: s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: `cache/${RELEASES}-check-style`, Body: 'own' }),
    ),
  };
  expect([await outcomeOf(own.secret), await outcomeOf(own.cache)]).toEqual(['allowed', 'allowed']);
  const line = await loggedBy(app, `${RELEASES}-check-style`, /^push (\S+) token (.+) branch (\S+)$/);
  expect([...line]).toEqual([line[0], 'unset', '***', 'main']);
  expect(await executionsOf(REQUESTS)).toEqual([]);
});

test('a pull request starts the pipeline of pull requests alone, and its code gets no right of a release', async () => {
  await clone.write('api', 'a version of anyone\n');
  const commit = await clone.commit('Anyone can write this');
  const before = await executionsOf(RELEASES);
  const output = await clone.openPullRequest('anyone"s');
  expect(output).toMatch(new RegExp(`${REQUESTS} started by pull request 1 OPEN: anyone"s to main`));
  expect(output).not.toContain(`${RELEASES} started`);

  const session = await leakedSession(app, 'acme-api-test-pr-check-style');
  expect(await attempts(session)).toEqual(DENIED);
  expect(await outcomeOf(session.secrets.send(new GetSecretValueCommand({ SecretId: 'acme/token' })))).toBe(
    'denied secretsmanager:GetSecretValue',
  );
  const ended = await endedExecution(app, REQUESTS, 'the pull request', ({ sourceRevisions = [] }) =>
    sourceRevisions.some(({ revisionId }) => revisionId === commit),
  );
  await expectSuccess(app, REQUESTS, ended); // the factory's buildspec builds the image, and pushes none
  const line = await loggedBy(app, 'acme-api-test-pr-check-style', /^push (\S+) token (.+) branch (\S+)$/);
  expect([...line]).toEqual([line[0], 'false', 'unset', 'unset']);
  expect(await executionsOf(RELEASES)).toEqual(before);
});
