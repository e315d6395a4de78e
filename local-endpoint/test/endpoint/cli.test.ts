import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ForwardedCall } from '../../kit/operation';
import {
  ACCOUNT,
  bucketName,
  pythonTool,
  startTestEndpoint,
  type TestEndpoint,
  testService,
} from '../../testing';

const run = promisify(execFile);
const tool = pythonTool('aws');
const BUCKET = bucketName('cli');
const calls: ForwardedCall[] = [];
let local: TestEndpoint;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
  const after = async (call: ForwardedCall): Promise<void> => void calls.push(call);
  const operations = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'];
  const observers = [
    ...operations.map((operation) => ({ service: 's3', operation, after })),
    { service: 'ecr', operation: 'PutImage', after },
  ];
  local = await startTestEndpoint({ roles: 'enforced', services: [testService('test', { observers })] });
  await aws('s3', 'mb', `s3://${BUCKET}`);
});
afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => void calls.splice(0));

/** Runs the AWS CLI. @returns its standard output */
const aws = async (...args: string[]): Promise<string> =>
  (await run(tool, args, { env: local.environment() })).stdout;
const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await aws(...args)) as Record<string, unknown>;

describe('the AWS CLI', () => {
  it('copies files up and down', async () => {
    const file = join(folder, 'settings.zip');
    await writeFile(file, 'hello');
    await aws('s3', 'cp', file, `s3://${BUCKET}/a/settings.zip`);
    await aws('s3', 'cp', `s3://${BUCKET}/a/settings.zip`, `${file}.back`);
    expect(await readFile(`${file}.back`, 'utf8')).toBe('hello');
    await aws(
      's3api',
      'copy-object',
      '--bucket',
      BUCKET,
      '--key',
      'b',
      '--copy-source',
      `${BUCKET}/a/settings.zip`,
    );
    expect(calls.map(({ operation, input }) => [operation, input.Key])).toEqual([
      ['PutObject', 'a/settings.zip'],
      ['CopyObject', 'b'],
    ]);
    expect(await json('s3api', 'head-object', '--bucket', BUCKET, '--key', 'b')).toMatchObject({
      ContentLength: 5,
    });
  });

  it('presigns a link to a file, which needs no signature in a header', async () => {
    const file = join(folder, 'linked');
    await writeFile(file, 'linked');
    await aws('s3', 'cp', file, `s3://${BUCKET}/linked`);
    const link = (await aws('s3', 'presign', `s3://${BUCKET}/linked`)).trim();
    expect(await (await fetch(link)).text()).toBe('linked');
  });

  it('uploads large files in parts', async () => {
    const file = join(folder, 'large');
    const content = randomBytes(9 * 1024 * 1024);
    await writeFile(file, content);
    await aws('s3', 'cp', '--no-progress', file, `s3://${BUCKET}/large`);
    await aws('s3', 'cp', '--no-progress', `s3://${BUCKET}/large`, `${file}.back`);
    expect(Buffer.compare(await readFile(`${file}.back`), content)).toBe(0);
    expect(calls.map(({ operation }) => operation)).toEqual(['CompleteMultipartUpload']);
  });

  it('uploads the manifest of an image', async () => {
    await aws('ecr', 'create-repository', '--repository-name', 'storefront');
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        digest: `sha256:${'0'.repeat(64)}`,
        size: 1,
      },
      layers: [],
    });
    await aws(
      'ecr',
      'put-image',
      '--repository-name',
      'storefront',
      '--image-tag',
      'latest',
      '--image-manifest',
      manifest,
    );
    expect(calls[0]?.input).toMatchObject({ repositoryName: 'storefront', imageTag: 'latest' });
    expect(calls[0]?.output).toMatchObject({ image: { repositoryName: 'storefront' } });
  });

  it('acts as the role whose credentials it has, and is denied what the role may not do', async () => {
    expect(await json('sts', 'get-caller-identity')).toMatchObject({ Account: ACCOUNT });
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
    });
    await aws('iam', 'create-role', '--role-name', 'nobody', '--assume-role-policy-document', trust);
    const arn = `arn:aws:iam::${ACCOUNT}:role/nobody`;
    const { Credentials } = (await json(
      'sts',
      'assume-role',
      '--role-arn',
      arn,
      '--role-session-name',
      'me',
    )) as {
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    };
    const env = {
      ...local.environment(Credentials.AccessKeyId),
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
    };
    const denied = (...args: string[]) =>
      expect(run(tool, args, { env })).rejects.toThrow('is not authorized to perform');
    await denied('ecs', 'describe-clusters');
    await denied('s3api', 'get-object', '--bucket', BUCKET, '--key', 'a', '/dev/null');
    await denied('sns', 'list-topics');
    await denied('cloudwatch', 'describe-alarms');
    await denied('lambda', 'list-functions');
    await denied('elbv2', 'describe-listeners');
  });
});
