import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { bucketName, motoUrl } from '@pipeline-factory/local-endpoint/testing';
import { EMPTY_ON_DELETE_TAG } from '../../../handlers/contract/empty-bucket';
import { handler } from '../../../handlers/empty-bucket/handler';
import { pointClientsAt } from '../harness/client-config';

/** What the handler sends CloudFormation. */
interface CustomResourceResponse {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly RequestId: string;
}

const responses: CustomResourceResponse[] = [];
let s3: S3Client;
let cloudFormation: Server;

beforeAll(async () => {
  pointClientsAt(await motoUrl(), 'eu-west-1');
  s3 = new S3Client();
  cloudFormation = await startResponseServer();
});

afterAll(() => void cloudFormation.close());

beforeEach(() => void responses.splice(0));

it('empties a bucket of every version and delete marker when it is deleted', async () => {
  const full = bucketName('full');
  await createBucket(full, { tag: 'true' });
  await handler(event('Delete', full));
  expect(await countVersions(full)).toBe(0);
  expect(responses).toEqual([
    { Status: 'SUCCESS', PhysicalResourceId: full, StackId: 's', RequestId: 'r', LogicalResourceId: 'l' },
  ]);
});

it('keeps the objects of a bucket without the tag, because its environment now retains it', async () => {
  const retained = bucketName('retained');
  await createBucket(retained, {});
  await handler(event('Delete', retained));
  expect(await countVersions(retained)).toBe(3);
  expect(responses).toMatchObject([{ Status: 'SUCCESS' }]);
});

it.each(['Create', 'Update'] as const)('deletes nothing on %s', async (type) => {
  const name = bucketName(`on-${type.toLowerCase()}`);
  await createBucket(name, { tag: 'true' });
  await handler(event(type, name));
  expect(await countVersions(name)).toBe(3);
  expect(responses).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: name }]);
});

it('succeeds where the bucket is gone already', async () => {
  await handler(event('Delete', bucketName('gone')));
  expect(responses).toMatchObject([{ Status: 'SUCCESS' }]);
});

it('throws for an event without an address to respond to, naming its members alone', async () => {
  await expect(handler({ RequestType: 'Delete', ResponseURL: '' })).rejects.toThrow(
    'The event must have RequestType, ResponseURL and ResourceProperties.BucketName, got: RequestType, ResponseURL',
  );
});

it('sends CloudFormation the error, with the bucket’s name', async () => {
  await handler(event('Delete', 'arn:aws:s3:nonsense'));
  expect(responses).toMatchObject([
    { Status: 'FAILED', Reason: expect.stringMatching(/^arn:aws:s3:nonsense: ./) as string },
  ]);
});

/** Takes responses as S3 does at a signed address, which is signed for no content type. */
function startResponseServer(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.headers['content-type']) return response.writeHead(403).end();
      responses.push(JSON.parse(body) as CustomResourceResponse);
      return response.end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function event(RequestType: 'Create' | 'Update' | 'Delete', BucketName: string): object {
  const { port } = cloudFormation.address() as AddressInfo;
  return {
    RequestType,
    ResponseURL: `http://127.0.0.1:${port}/response`,
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResourceProperties: { ServiceToken: 'arn', BucketName },
  };
}

/** A versioned bucket with two versions of an object and a delete marker. */
async function createBucket(name: string, { tag }: { tag?: string }): Promise<void> {
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

async function countVersions(name: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: name }),
  );
  return Versions.length + DeleteMarkers.length;
}
