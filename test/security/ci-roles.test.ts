import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { App } from 'aws-cdk-lib';
import {
  ACCOUNT,
  bucketName,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { ConfigError } from '../../lib/config/config-error';
import { appOf, templateOf } from '../support/synthesized';
import { takeRole } from './support/template-role';

const SETTINGS = bucketName('page-settings');

/** Environments whose CIs trust branches of their own. */
const configOf = (repository: string, tag: string, key: string) => `
prefix: shop
environments:
  stg: { account: "${ACCOUNT}", region: ${REGION} }
  prd: { account: "${ACCOUNT}", region: ${REGION} }
pipelines:
  page:
    kind: ecs-blue-green
    source:
      image: { ecr: "${repository}", tag: "${tag}" }
      settings: { s3: ${SETTINGS}, key: "${key}" }
      ci: { provider: gitlab, repository: acme/page, branch: "{environment}" }
    environments: { stg: {}, prd: { approval: true } }
`;

let local: TestEndpoint;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  const ecr = new ECRClient(local.client());
  for (const repositoryName of ['page', 'page-stg', 'page-prd'])
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  await new S3Client(local.client()).send(
    new CreateBucketCommand({
      Bucket: SETTINGS,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
});

afterAll(() => local?.close());

/** The app of a config; nothing where the config is refused, and so nothing of it deployed. */
function accepted(config: string): App | undefined {
  try {
    return appOf(config);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Whether an event of the endpoint starts production. */
async function startsProduction(app: App, event: object): Promise<boolean> {
  const rules = Object.values(templateOf(app, 'shop-page-prd').findResources('AWS::Events::Rule')) as {
    readonly Properties: { readonly EventPattern: object };
  }[];
  const Event = JSON.stringify({ ...event, id: '1', version: '0', time: '2026-01-01T00:00:00Z' });
  const results = await Promise.all(
    rules.map(({ Properties: { EventPattern } }) =>
      new EventBridgeClient(local.client()).send(
        new TestEventPatternCommand({ EventPattern: JSON.stringify(EventPattern), Event }),
      ),
    ),
  );
  return results.some(({ Result }) => Result);
}

/** What staging's CI may do, from the stack of the sources. */
async function stagingOf(app: App) {
  const session = await takeRole(local, templateOf(app, 'shop-sources'), 'shop-page-stg-ci');
  return local.client(session.AWS_ACCESS_KEY_ID);
}

const imageOf = (repositoryName: string, imageTag: string) => {
  const manifest = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' };
  const annotations = { pushed: `${repositoryName} ${imageTag} ${Math.random()}` };
  return new PutImageCommand({
    repositoryName,
    imageTag,
    imageManifest: JSON.stringify({ ...manifest, annotations }),
  });
};

describe('staging’s CI does not start production where they share', () => {
  test.each([
    { what: 'repository and tag', tag: 'latest' },
    { what: 'a repository with a tag each', tag: '{environment}' },
  ])('$what', async ({ tag }) => {
    const app = accepted(configOf('page', tag, '{environment}.zip'));
    if (!app) return expect(() => appOf(configOf('page', tag, '{environment}.zip'))).toThrow(ConfigError);
    const seen = local.events.length;
    await new ECRClient(await stagingOf(app)).send(imageOf('page', tag.replace('{environment}', 'prd')));
    const starts = await Promise.all(local.events.slice(seen).map((event) => startsProduction(app, event)));
    expect(starts).not.toContain(true);
  });

  test('bucket and key', async () => {
    const app = accepted(configOf('page-{environment}', 'latest', 'settings.zip'));
    if (!app)
      return expect(() => appOf(configOf('page-{environment}', 'latest', 'settings.zip'))).toThrow(
        ConfigError,
      );
    const put = new PutObjectCommand({ Bucket: SETTINGS, Key: 'settings.zip', Body: 'staging' });
    await expect(new S3Client(await stagingOf(app)).send(put)).rejects.toThrow('not authorized');
  });
});

test('staging’s CI may upload to staging alone where nothing is shared', async () => {
  const as = await stagingOf(appOf(configOf('page-{environment}', 'latest', '{environment}.zip')));
  await new ECRClient(as).send(imageOf('page-stg', 'latest'));
  await new S3Client(as).send(new PutObjectCommand({ Bucket: SETTINGS, Key: 'stg.zip', Body: 'staging' }));
  await expect(new ECRClient(as).send(imageOf('page-prd', 'latest'))).rejects.toThrow(
    'not authorized to perform: ecr:PutImage',
  );
  const put = new PutObjectCommand({ Bucket: SETTINGS, Key: 'prd.zip', Body: 'staging' });
  await expect(new S3Client(as).send(put)).rejects.toThrow('not authorized to perform: s3:PutObject');
});
