import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { ConfigError } from '../../lib/config/config-error';
import { parseConfig } from '../../lib/load-config';
import { callJson } from '../../local-endpoint/kit/json-call';
import { appOf, templateOf } from '../support/synthesized';
import { outcomeOf } from './support/leaked-session';

const BUCKET = `shop-foundation-stg-${ACCOUNT}-${REGION}`;

/** Two entries with builds that cache, called so, in one environment. */
const config = (one: string, other: string) => `
prefix: shop
environments: { stg: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { provider: GitHub } }
pipelines:
${[one, other]
  .map(
    (name) => `  ${name}:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/${name} } }
    checks: { lint: lint.yml }
    build: { images: { app: ${name} }, cache: s3 }
    environments: { stg: {} }
`,
  )
  .join('')}`;

/** Alike in their first fifteen characters, as a prefix of four and the hyphen leave them. */
const ALIKE = ['storefront-admin-api', 'storefront-admin-web'] as const;
const APART = ['admin-api', 'admin-web'] as const;
const [MINE, OTHERS] = APART.map((name) => `shop-${name}-stg`) as [string, string];

const SOME_CONNECTION = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0b5c1a7e-aaaa-4bbb-8ccc-0123456789ab`;

let endpoint: TestEndpoint;
let roles: Map<string, RoleProperties>;

interface RoleProperties {
  readonly RoleName: string;
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: object }[];
}

beforeAll(async () => {
  endpoint = await startTestEndpoint({ roles: 'enforced' });
  const app = appOf(config(...APART));
  const found = [MINE, OTHERS].flatMap((stack) =>
    Object.values(templateOf(app, stack).findResources('AWS::IAM::Role')),
  );
  roles = new Map(
    found.map((role) => {
      const properties = (role as { Properties: RoleProperties }).Properties;
      return [properties.RoleName, properties];
    }),
  );
  const location = { LocationConstraint: REGION } as const;
  await new S3Client({ ...endpoint.client(), forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: location }),
  );
});
afterAll(() => endpoint?.close());

/**
 * The configuration of clients that work as a role with the policy of its template, which this account may take.
 * @param connection what stands for the parameter of the template with the connection's ARN
 */
async function sessionOf(name: string, connection = SOME_CONNECTION) {
  const iam = new IAMClient(endpoint.client());
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
  const document = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document([trust]) }));
  for (const { PolicyName, PolicyDocument } of roles.get(name)?.Policies ?? []) {
    const text = JSON.stringify(PolicyDocument).replaceAll(
      '{"Ref":"Connection"}',
      JSON.stringify(connection),
    );
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument: text }));
  }
  const { Credentials } = await new STSClient(endpoint.client()).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleSessionName: 'test' }),
  );
  return {
    endpoint: endpoint.url,
    region: REGION,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    },
  };
}

/** What becomes of reading and of replacing an object. */
async function accessTo(s3: S3Client, Key: string): Promise<[read: string, replace: string]> {
  const replace = await outcomeOf(s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'new' })));
  return [await outcomeOf(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))), replace];
}

const DENIED = ['denied s3:GetObject', 'denied s3:PutObject'];

test('two pipelines of an environment whose artifacts CodePipeline would keep in one folder are refused', () => {
  const read = () => parseConfig(config(...ALIKE), 'pipelines.yaml');
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/shop-storefront-admin-web-stg, whose first 20 .* shop-storefront-admin-api-stg/);
});

test('a build works with the artifacts and the cache of its own pipeline, and with no other’s', async () => {
  const session = await sessionOf(`${MINE}-build`);
  const s3 = new S3Client({ ...session, forcePathStyle: true });
  expect(await accessTo(s3, `${MINE}/build/one`)).toEqual(['allowed', 'allowed']);
  expect(await accessTo(s3, `cache/${MINE}-build`)).toEqual(['allowed', 'allowed']);
  expect(await accessTo(s3, `cache/${MINE}-build/one`)).toEqual(['allowed', 'allowed']);
  for (const key of [`${OTHERS}/build/one`, `cache/${OTHERS}-build`, `cache/${OTHERS}-build/one`])
    expect(await accessTo(s3, key)).toEqual(DENIED);
});

test('a pipeline works with its own folder, and with no cache of a build', async () => {
  const s3 = new S3Client({ ...(await sessionOf(OTHERS)), forcePathStyle: true });
  expect(await accessTo(s3, `${OTHERS}/source/one`)).toEqual(['allowed', 'allowed']);
  for (const key of [`${MINE}/source/one`, `cache/${OTHERS}-build`])
    expect(await accessTo(s3, key)).toEqual(DENIED);
});

test('a pipeline may use the connection for its own repository, and for no other that it reaches', async () => {
  const { ConnectionArn } = await callJson<{ ConnectionArn: string }>(
    endpoint.client(),
    'codeconnections',
    'CreateConnection',
    { ConnectionName: 'hub', ProviderType: 'GitHub' },
  );
  const session = await sessionOf(MINE, ConnectionArn);
  const use = (FullRepositoryId: string) => {
    const input = { ConnectionArn, FullRepositoryId, BranchName: 'main' };
    return outcomeOf(callJson(session, 'codeconnections', 'UseConnection', input));
  };
  expect(await use('acme/admin-api')).toMatch(/No Branch|not found|no commit|does not exist/i); // it is empty
  expect(await use('acme/admin-web')).toBe('denied codeconnections:UseConnection');
});
