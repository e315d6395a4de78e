import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { RawRequest } from '../../kit/call';
import { inProcessHandler } from '../../kit/in-process-handler';

const requests: RawRequest[] = [];
let answer: (request: RawRequest) => Promise<Response>;
const requestHandler = inProcessHandler(() => ({
  url: 'http://127.0.0.1:1', // nobody listens there
  answer: (request) => {
    requests.push(request);
    return answer(request);
  },
}));
const config = {
  endpoint: 'http://127.0.0.1:1',
  region: 'eu-west-1',
  credentials: { accessKeyId: '111111111111', secretAccessKey: 'x' },
  forcePathStyle: true,
  maxAttempts: 1,
  requestHandler,
};
const s3 = new S3Client(config);

beforeEach(() => {
  requests.length = 0;
  answer = async () => new Response('content', { headers: { etag: '"1"' } });
});

it('passes method, encoded path and query, headers and body on', async () => {
  await s3.send(
    new PutObjectCommand({ Bucket: 'b', Key: 'a (1) +.txt', Body: 'text', Metadata: { team: 'x' } }),
  );
  expect(requests[0]).toMatchObject({ method: 'PUT', path: '/b/a%20%281%29%20%2B.txt?x-id=PutObject' });
  expect(requests[0]?.headers.get('x-amz-meta-team')).toBe('x');
  expect(Buffer.from(requests[0]?.body ?? []).toString()).toBe('text');
  answer = async () => new Response('<ListBucketResult/>');
  await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: "it's/*" }));
  expect(requests[1]?.path).toBe('/b/?list-type=2&prefix=it%27s%2F%2A');
});

it('returns status, headers and a body that can be streamed', async () => {
  const { ETag, Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  expect(ETag).toBe('"1"');
  expect(await Body?.transformToString()).toBe('content');
});

it('gives errors their names', async () => {
  answer = async () => new Response('{"__type":"ParameterNotFound"}', { status: 400 });
  const command = new GetParameterCommand({ Name: 'a' });
  await expect(new SSMClient(config).send(command)).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

it('ends a call that is aborted, whether it is answered or not', async () => {
  answer = () => new Promise(() => undefined);
  const aborting = new AbortController();
  const reading = s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), { abortSignal: aborting.signal });
  aborting.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  const late = s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), { abortSignal: aborting.signal });
  await expect(late).rejects.toMatchObject({ name: 'AbortError' });
});
