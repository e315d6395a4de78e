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
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { EMPTY_ON_DELETE_TAG } from '../../handlers/contract/empty-bucket';
import { handler } from '../../handlers/empty-bucket';
import { bucketName, motoUrl } from '@pipeline-factory/local-endpoint/testing';

/** What the handler tells CloudFormation. */
interface Answer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly RequestId: string;
}

const answers: Answer[] = [];
let s3: S3Client;
let cloudFormation: Server;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await motoUrl(),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  s3 = new S3Client();
  cloudFormation = await listening();
});

afterAll(() => void cloudFormation.close());

beforeEach(() => void answers.splice(0));

it('empties a bucket of every version and delete marker when it is deleted', async () => {
  const full = bucketName('full');
  await bucket(full, { tag: 'true' });
  await handler(event('Delete', full));
  expect(await contents(full)).toBe(0);
  expect(answers).toEqual([
    { Status: 'SUCCESS', PhysicalResourceId: full, StackId: 's', RequestId: 'r', LogicalResourceId: 'l' },
  ]);
});

it('leaves alone a bucket that no longer agrees, because its environment now retains it', async () => {
  const retained = bucketName('retained');
  await bucket(retained, {});
  await handler(event('Delete', retained));
  expect(await contents(retained)).toBe(3);
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
});

it.each(['Create', 'Update'] as const)('touches nothing on %s', async (type) => {
  const name = bucketName(`on-${type.toLowerCase()}`);
  await bucket(name, { tag: 'true' });
  await handler(event(type, name));
  expect(await contents(name)).toBe(3);
  expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: name }]);
});

it('is done at once where the bucket is gone already', async () => {
  await handler(event('Delete', bucketName('gone')));
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
