import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeAlarmsCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeImagesCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  ElasticLoadBalancingV2Client,
  DescribeRulesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { zipSync } from 'fflate';
import type { FaultRule } from '../../faults/rule';
import { ACCOUNT, identityOf, pythonTool, startTestEndpoint, type TestEndpoint, until } from '../../testing';

const rule = (
  service: string,
  operation: string,
  effect: FaultRule['effect'],
  more: Partial<FaultRule> = {},
): FaultRule => ({ text: `${service} ${operation} ${effect}`, service, operation, effect, ...more });

/** The first attempts of two calls. */
const twice = { calls: { first: 1, last: 2 }, attempts: 1 };

/** Each test has operations or callers of its own, so that one endpoint is enough. */
const RULES: readonly FaultRule[] = [
  rule('autoscaling', 'DescribeAutoScalingGroups', 'throttled', twice),
  rule('ec2', 'DescribeVpcs', 'throttled', twice),
  rule('s3', 'ListBuckets', 'throttled', twice),
  rule('lambda', 'ListFunctions', 'throttled', twice),
  rule('sqs', 'ListQueues', 'throttled', twice),
  rule('iam', 'ListRoles', 'throttled', twice),
  rule('cloudwatch', 'DescribeAlarms', 'throttled', twice),
  rule('elasticloadbalancing', 'DescribeRules', '500', { calls: { first: 2, last: 2 } }),
  rule('ec2', 'DescribeImages', 'denied'),
  rule('ssm', 'PutParameter', 'dropped', { from: 'dropping', attempts: 1 }),
  rule('ssm', 'PutParameter', 'dropped-before', { from: 'losing', attempts: Number.POSITIVE_INFINITY }),
  rule('ssm', 'PutParameter', 'killed', { from: 'writer/dying', calls: { first: 1, last: 1 } }),
  rule('ssm', 'PutParameter', 'killed-before', { from: 'early', calls: { first: 1, last: 1 } }),
  rule('ssm', 'DeleteParameter', 'delayed', { delaySeconds: 60 }),
  rule('ssm', 'DeleteParameters', 'killed'),
  rule('s3', 'GetObject', 'dropped-before'),
  rule('ssm', 'GetParameterHistory', '500', { from: 'somebody-else' }),
];

let local: TestEndpoint;
let http: ReturnType<typeof identityOf>;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced', faults: RULES });
  http = identityOf(local.url);
  for (const name of ['writer', 'caller']) await createRole(name);
});
afterAll(() => local.close());
beforeEach(() => void local.injected.splice(0));

describe('a call that is throttled once', () => {
  it.each([
    {
      what: 'Auto Scaling',
      code: 'ThrottlingException',
      send: (maxAttempts: number) =>
        new AutoScalingClient({ ...http, maxAttempts }).send(new DescribeAutoScalingGroupsCommand({})),
    },
    {
      what: 'EC2',
      code: 'RequestLimitExceeded',
      send: (maxAttempts: number) =>
        new EC2Client({ ...http, maxAttempts }).send(new DescribeVpcsCommand({})),
    },
    {
      what: 'S3',
      code: 'SlowDown',
      send: (maxAttempts: number) => new S3Client({ ...http, maxAttempts }).send(new ListBucketsCommand({})),
    },
    {
      what: 'Lambda',
      code: 'TooManyRequestsException',
      send: (maxAttempts: number) =>
        new LambdaClient({ ...http, maxAttempts }).send(new ListFunctionsCommand({})),
    },
    {
      what: 'SQS',
      code: 'RequestThrottled',
      send: (maxAttempts: number) => new SQSClient({ ...http, maxAttempts }).send(new ListQueuesCommand({})),
    },
    {
      what: 'IAM',
      code: 'Throttling',
      send: (maxAttempts: number) => new IAMClient({ ...http, maxAttempts }).send(new ListRolesCommand({})),
    },
    {
      what: 'CloudWatch',
      code: 'ThrottlingException',
      send: (maxAttempts: number) =>
        new CloudWatchClient({ ...http, maxAttempts }).send(new DescribeAlarmsCommand({})),
    },
  ])('is repeated by the SDK, with the error of $what', async ({ send, code }) => {
    await expect(send(1)).rejects.toMatchObject({ name: code });
    await send(2);
    expect(local.injected.map(({ call, attempt }) => ({ call, attempt }))).toEqual([
      { call: 1, attempt: 1 },
      { call: 2, attempt: 1 },
    ]);
  });
});

test('only the calls that a rule counts fail, on every attempt of the client', async () => {
  const load = new ElasticLoadBalancingV2Client({ ...http, maxAttempts: 2 });
  const describeRules = () =>
    load.send(new DescribeRulesCommand({ RuleArns: [] })).catch((error: Error) => error.name);
  const names = [await describeRules(), await describeRules(), await describeRules()];
  expect(names.map((name) => name === 'InternalFailure')).toEqual([false, true, false]);
  expect(local.injected.map(({ call, attempt }) => ({ call, attempt }))).toEqual([
    { call: 2, attempt: 1 },
    { call: 2, attempt: 2 },
  ]);
});

test('a call that is denied has the error of a policy', async () => {
  const ec2 = new EC2Client(http);
  await expect(ec2.send(new DescribeImagesCommand({}))).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: expect.stringContaining('ec2:DescribeImages') as string,
  });
});

describe('a dropped connection', () => {
  it('leaves what took effect, and the SDK repeats the call', async () => {
    const ssm = new SSMClient({ ...(await sessionOf('dropping')), maxAttempts: 2 });
    await expect(ssm.send(put('/dropped'))).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect(await valueOf('/dropped')).toBe('1');
    await expect(
      new SSMClient({ ...(await sessionOf('dropping')), maxAttempts: 1 }).send(put('/again')),
    ).rejects.toThrow('socket hang up');
    expect(await valueOf('/again')).toBe('1');
  });

  it('leaves nothing where it comes before the call took effect', async () => {
    const ssm = new SSMClient({ ...(await sessionOf('losing')), maxAttempts: 2 });
    await expect(ssm.send(put('/lost'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await valueOf('/lost')).toBeUndefined();
    expect(local.injected).toHaveLength(2);
  });

  it('breaks named callers without a connection, too', async () => {
    const { credentials } = await sessionOf('dropping');
    const ssm = new SSMClient({ ...local.client(), credentials, maxAttempts: 1 });
    await expect(ssm.send(put('/in-process'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await valueOf('/in-process')).toBe('1');
  });

  it('breaks a presigned request', async () => {
    const signature = `X-Amz-Credential=${ACCOUNT}/20260101/eu-west-1/s3/aws4_request`;
    await expect(fetch(`${local.url}/bucket/key?${signature}`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${local.url}/bucket/key?${signature}`, { method: 'HEAD' })).status).toBe(404);
  });

  it('is repeated by the AWS CLI', async () => {
    const { credentials } = await sessionOf('dropping');
    const env = {
      ...local.environment(credentials.accessKeyId),
      AWS_MAX_ATTEMPTS: '2',
    };
    const command = ['ssm', 'put-parameter', '--name', '/cli', '--value', '1', '--type', 'String'];
    const failed = promisify(execFile)(pythonTool('aws'), command, { env });
    await expect(failed).rejects.toThrow('ParameterAlreadyExists');
    expect(local.injected.map(({ attempt }) => attempt)).toEqual([1]);
  }, 60_000);
});

describe('a function', () => {
  const invoke = async (FunctionName: string) => {
    const answer = await new LambdaClient(local.client()).send(new InvokeCommand({ FunctionName }));
    return { error: answer.FunctionError, text: Buffer.from(answer.Payload ?? []).toString() };
  };

  it('is killed after its call took effect, also with a role that it has assumed', async () => {
    await createFunction('dying', '/dying', true);
    expect(await invoke('dying')).toMatchObject({
      error: 'Unhandled',
      text: expect.stringContaining('SIGKILL') as string,
    });
    expect(await valueOf('/dying')).toBe('1');
    expect(local.injected).toMatchObject([
      { call: 1, caller: expect.stringContaining('writer/dying') as string },
    ]);
    expect(await invoke('dying')).toMatchObject({
      text: expect.stringContaining('ParameterAlreadyExists') as string,
    });
  });

  it('is killed before its call takes effect, and its next invocation is not', async () => {
    await createFunction('early', '/early', false);
    expect(await invoke('early')).toMatchObject({
      error: 'Unhandled',
      text: expect.stringContaining('SIGKILL') as string,
    });
    expect(await valueOf('/early')).toBeUndefined();
    expect(await invoke('early')).toMatchObject({ error: undefined });
    expect(await valueOf('/early')).toBe('1');
  });
});

test('a call that is delayed takes effect when the clock has gone on', async () => {
  const ssm = new SSMClient(http);
  await new SSMClient(local.client()).send(put('/delayed'));
  const deleted = ssm.send(new DeleteParameterCommand({ Name: '/delayed' }));
  await until(() => local.injected.length > 0);
  expect(await valueOf('/delayed')).toBe('1');
  local.clock.advance(60_000);
  await deleted;
  expect(await valueOf('/delayed')).toBeUndefined();
});

test('a rule that no call has met counts how near calls came', async () => {
  await promisify(execFile)(pythonTool('aws'), ['ssm', 'delete-parameters', '--names', '/none'], {
    env: local.environment(),
  });
  await promisify(execFile)(pythonTool('aws'), ['ssm', 'get-parameter-history', '--name', '/dying'], {
    env: local.environment(),
  });
  const unmatched = local
    .unmatchedFaults()
    .map(({ rule: { operation }, ...counts }) => ({ operation, ...counts }));
  expect(unmatched).toEqual([
    { operation: 'DeleteParameters', ofOperation: 1, ofCaller: 0, otherCallers: ['root'] },
    { operation: 'GetParameterHistory', ofOperation: 1, ofCaller: 0, otherCallers: ['root'] },
  ]);
}, 60_000);

const put = (Name: string) => new PutParameterCommand({ Name, Value: '1', Type: 'String' });

async function valueOf(Name: string): Promise<string | undefined> {
  const found = await new SSMClient(local.client())
    .send(new GetParameterCommand({ Name }))
    .catch(() => undefined);
  return found?.Parameter?.Value;
}

/** A client over a connection, with a session of the role `caller`. */
async function sessionOf(RoleSessionName: string) {
  const sts = new STSClient(local.client());
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/caller`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken,
  } = Credentials ?? {};
  return { ...http, credentials: { accessKeyId, secretAccessKey, sessionToken: SessionToken } };
}

async function createRole(RoleName: string): Promise<void> {
  const iam = new IAMClient(local.client());
  const allow = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const Principal = { Service: 'lambda.amazonaws.com', AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const AssumeRolePolicyDocument = allow({ Principal, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow({ Action: ['ssm:*', 'logs:*', 'sts:AssumeRole'], Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
}

/** Makes a function that puts a parameter, with its own role or with a session that it opens under its own name. */
async function createFunction(FunctionName: string, parameter: string, assumes: boolean): Promise<void> {
  const code = `
    const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
    const { STSClient, AssumeRoleCommand } = require('@aws-sdk/client-sts');
    exports.handler = async () => {
      const request = { RoleArn: 'arn:aws:iam::${ACCOUNT}:role/writer', RoleSessionName: '${FunctionName}' };
      const given = ${assumes} ? (await new STSClient().send(new AssumeRoleCommand(request))).Credentials : undefined;
      const credentials = given && { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
      const ssm = new SSMClient(credentials ? { credentials } : {});
      await ssm.send(new PutParameterCommand({ Name: '${parameter}', Value: '1', Type: 'String' }));
    };`;
  await new LambdaClient(local.client()).send(
    new CreateFunctionCommand({
      FunctionName,
      Role: `arn:aws:iam::${ACCOUNT}:role/writer`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 30,
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
    }),
  );
}
