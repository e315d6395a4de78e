import type { AddressInfo } from 'node:net';
import { Agent, createServer } from 'node:http';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type ForwardedCall } from '../../kit/operation';
import { startEndpoint } from '../../endpoint/server';
import { bucketName, REGION, type TestEndpoint, startTestEndpoint, testService } from '../../testing';

/** With a dot, which a virtual host may have too. */
const BUCKET = bucketName('my.bucket');
const calls: ForwardedCall[] = [];
let local: TestEndpoint;
beforeAll(async () => {
  const after = async (call: ForwardedCall): Promise<void> => void calls.push(call);
  local = await startTestEndpoint({
    roles: 'enforced',
    services: [testService('test', { observers: [{ service: 's3', operation: 'PutObject', after }] })],
  });
});
afterAll(() => local.close());

describe('S3', () => {
  const everywhere = new Agent({
    lookup: (_host, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  });

  it('accepts streamed uploads with trailing checksums, in virtual-host style', async () => {
    const { Readable } = await import('node:stream');
    const endpoint = local.url.replace('127.0.0.1', 'localhost');
    const s3 = new S3Client({ ...local.client(), endpoint, requestHandler: { httpAgent: everywhere } });
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
    const Body = Readable.from([Buffer.from('hello '), Buffer.alloc(300_000, 'x')]);
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a b', Body, ContentLength: 300_006 }));
    const { Body: read, ChecksumCRC32 } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a b' }));
    expect((await read?.transformToString())?.slice(0, 8)).toBe('hello xx');
    expect(ChecksumCRC32).toBeDefined();
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a b' }));
    expect(head.ContentLength).toBe(300_006);
    expect(calls[0]?.input).toMatchObject({ Bucket: BUCKET, Key: 'a b' });
  });
});

describe('the endpoint', () => {
  it('answers on both loopback addresses and on no other', async () => {
    const { port } = new URL(local.url);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(403);
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(403);
  });

  it('answers a path that begins with two slashes', async () => {
    const authorization = (service: string) =>
      `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request`;
    for (const service of ['s3', 'lambda', 'ssm', 'sqs'])
      for (const path of ['//', '//?a=b', '//[', '///x//y'])
        await expect(
          fetch(`${local.url}${path}`, { headers: { authorization: authorization(service) } }),
        ).resolves.toHaveProperty('status');
  });

  it('fails with the number of a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const options = {
      moto: '',
      services: [],
      clock: local.clock,
      callerOf: (key: string) => local.context.identities.sessions.callerOf(key),
      authorize: async () => undefined,
    };
    const starting = startEndpoint({ ...options, port, log: () => undefined });
    await expect(starting).rejects.toMatchObject({
      name: 'ExpectedError',
      message: `Port ${port} is already taken; choose another one with --port`,
    });
    taken.close();
  });

  it('does not start with two services of the same name', async () => {
    const service = testService('ssm', {});
    const starting = startEndpoint({
      port: 0,
      moto: '',
      services: [{ service }, { service }],
      clock: local.clock,
      callerOf: (key: string) => local.context.identities.sessions.callerOf(key),
      authorize: async () => undefined,
      log: () => undefined,
    });
    await expect(starting).rejects.toThrow('have one name, got: ssm');
  });
});
