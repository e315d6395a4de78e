import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { EMPTY_ON_DELETE_TAG } from '../../handlers/contract/empty-bucket';
import { handler } from '../../handlers/empty-bucket';
import { startMoto } from '../../local-endpoint/moto/moto';

/** What the handler tells CloudFormation. */
interface Answer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly RequestId: string;
}

const ended = new AbortController();
const answers: Answer[] = [];
let folder: string;
let s3: S3Client;
let cloudFormation: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'empty-bucket-test-'));
  const { url } = await startMoto({ folder, closing: ended.signal });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  s3 = new S3Client();
  cloudFormation = await listening();
}, 60_000);

afterAll(async () => {
  ended.abort();
  cloudFormation.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => void answers.splice(0));

it('empties a bucket of every version and delete marker when it is deleted', async () => {
  await bucket('full', { tag: 'true' });
  await handler(event('Delete', 'full'));
  expect(await contents('full')).toBe(0);
  expect(answers).toEqual([
    { Status: 'SUCCESS', PhysicalResourceId: 'full', StackId: 's', RequestId: 'r', LogicalResourceId: 'l' },
  ]);
});

it('leaves alone a bucket that no longer agrees, because its environment now retains it', async () => {
  await bucket('retained', {});
  await handler(event('Delete', 'retained'));
  expect(await contents('retained')).toBe(3);
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
});

it.each(['Create', 'Update'] as const)('touches nothing on %s', async (type) => {
  const name = `on-${type.toLowerCase()}`;
  await bucket(name, { tag: 'true' });
  await handler(event(type, name));
  expect(await contents(name)).toBe(3);
  expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: name }]);
});

it('is done at once where the bucket is gone already', async () => {
  await handler(event('Delete', 'gone'));
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
});

it('tells CloudFormation what went wrong, with the bucket’s name', async () => {
  await handler(event('Delete', 'arn:aws:s3:nonsense'));
  expect(answers).toMatchObject([
    { Status: 'FAILED', Reason: expect.stringMatching(/^arn:aws:s3:nonsense: ./) as string },
  ]);
});

/** As S3 takes an answer at a signed address: signed for no content type. */
function listening(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.headers['content-type']) return response.writeHead(403).end();
      answers.push(JSON.parse(body) as Answer);
      return response.end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function event(
  RequestType: 'Create' | 'Update' | 'Delete',
  BucketName: string,
): CloudFormationCustomResourceEvent {
  const { port } = cloudFormation.address() as AddressInfo;
  return {
    RequestType,
    ResponseURL: `http://127.0.0.1:${port}/answer`,
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResourceProperties: { ServiceToken: 'arn', BucketName },
  } as unknown as CloudFormationCustomResourceEvent;
}

/** A versioned bucket with two versions of an object and a delete marker. */
async function bucket(name: string, { tag }: { tag?: string }): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  if (tag)
    await s3.send(
      new PutBucketTaggingCommand({
        Bucket: name,
        Tagging: { TagSet: [{ Key: EMPTY_ON_DELETE_TAG, Value: tag }] },
      }),
    );
  for (const Body of ['one', 'two'])
    await s3.send(new PutObjectCommand({ Bucket: name, Key: 'object', Body }));
  await s3.send(new DeleteObjectCommand({ Bucket: name, Key: 'object' }));
}

async function contents(name: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: name }),
  );
  return Versions.length + DeleteMarkers.length;
}
