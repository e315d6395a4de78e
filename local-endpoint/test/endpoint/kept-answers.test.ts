import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ec2 } from '../../services/ec2/service';
import { s3 } from '../../services/s3/service';
import { systemsManager } from '../../services/ssm/service';
import { ACCOUNT, OTHER_ACCOUNT, startTestEndpoint, type TestEndpoint, until } from '../../testing';

/** What stands for moto: it counts, and answers every read with the number of the call. */
let counting: Server;
let endpoint: TestEndpoint;
let calls = 0;
let status = 200;
/** With which `status` is answered. */
let error: string | undefined;
/** What is answered instead. */
let body: string | undefined;
/** Holds answers to writes back. */
let held: (() => void)[] | undefined;

beforeAll(async () => {
  counting = createServer((request, response) => {
    calls += 1;
    const Value = `${calls}`;
    const isWrite = `${request.headers['x-amz-target'] as string}`.endsWith('PutParameter');
    const answer = () => {
      response.statusCode = status; // and the length of the body, which moto announces, too
      response.end(body ?? JSON.stringify({ Parameter: { Value }, __type: error }));
    };
    if (isWrite && held) held.push(answer);
    else answer();
  });
  await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
  const moto = `http://127.0.0.1:${(counting.address() as AddressInfo).port}`;
  endpoint = await startTestEndpoint({ moto, services: [systemsManager, ec2, s3] });
});
afterAll(async () => {
  await endpoint.close();
  counting.close();
});
beforeEach(async () => {
  await put();
  calls = 0;
});

const ssm = (account = ACCOUNT, region?: string) =>
  new SSMClient({ ...endpoint.client(account), ...(region ? { region } : {}), maxAttempts: 1 });
const get = async (client = ssm(), Name = 'a') =>
  (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value;
const put = () => ssm().send(new PutParameterCommand({ Name: 'a', Value: '' }));

it('a read is asked once until something is written', async () => {
  expect([await get(), await get()]).toEqual(['1', '1']);
  await put();
  expect([await get(), await get()]).toEqual(['3', '3']);
});

it('reads at the same time are asked once', async () => {
  expect(await Promise.all([get(), get(), get()])).toEqual(['1', '1', '1']);
});

it('another input, account or region is another read', async () => {
  const values = [
    await get(),
    await get(ssm(), 'b'),
    await get(ssm(OTHER_ACCOUNT)),
    await get(ssm(ACCOUNT, 'eu-west-1')),
  ];
  expect(values).toEqual(['1', '2', '3', '4']);
});

it('an error is not kept', async () => {
  status = 400;
  await expect(get()).rejects.toThrow();
  status = 200;
  expect(await get()).toBe('2');
});

it.each(['', '<html>NotFound</html>', 'NotFound'])('nor is one without a code: %j', async (text) => {
  [status, body] = [400, text];
  await expect(get()).rejects.toThrow();
  [status, body] = [200, undefined];
  expect(await get()).toBe('2');
});

it('that something does not exist is kept until something is written', async () => {
  [status, error] = [400, 'ParameterNotFound'];
  await expect(get()).rejects.toThrow();
  [status, error] = [200, undefined];
  await expect(get()).rejects.toThrow();
  await put();
  expect(await get()).toBe('3');
});

it('what is read while a write is on its way is asked again after it', async () => {
  held = [];
  const writing = put();
  const answer = await until(() => held?.[0]);
  expect(await get()).toBe('2');
  answer();
  await writing;
  held = undefined;
  expect(await get()).toBe('3');
});

it('a write that changes nothing of a service leaves its reads, and a write to any other service does not', async () => {
  const client = new S3Client({ ...endpoint.client(), forcePathStyle: true });
  await get();
  await client.send(new PutObjectCommand({ Bucket: 'a', Key: 'b', Body: 'x' }));
  expect(await get()).toBe('1');
  const tagging = { 'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.TagResources' };
  const authorization = `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/us-east-1/tagging/aws4_request, SignedHeaders=host, Signature=0`;
  await fetch(endpoint.url, { method: 'POST', headers: { ...tagging, authorization }, body: '{}' });
  expect(await get()).toBe('4');
});

it('what time may change is asked every time', async () => {
  const sns = new SNSClient({ ...endpoint.client(), maxAttempts: 1 });
  const list = () => sns.send(new ListTopicsCommand({})).catch(() => undefined);
  await list();
  await list();
  expect(calls).toBe(2);
});

it("EC2's reads are kept, too", async () => {
  const client = new EC2Client({ ...endpoint.client(), maxAttempts: 1 });
  const describe = () => client.send(new DescribeVpcsCommand({})).catch(() => undefined);
  await describe();
  await describe();
  expect(calls).toBe(1);
});
