import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeAlarmsCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeImagesCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  ElasticLoadBalancingV2Client,
  DescribeRulesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type FaultyEndpoint, rule, startFaultyEndpoint } from './support/faulty-endpoint';

/** The first attempts of two calls. */
const twice = { calls: { first: 1, last: 2 }, attempts: 1 };

let faulty: FaultyEndpoint;

beforeAll(async () => {
  faulty = await startFaultyEndpoint([
    rule('autoscaling', 'DescribeAutoScalingGroups', 'throttled', twice),
    rule('ec2', 'DescribeVpcs', 'throttled', twice),
    rule('s3', 'ListBuckets', 'throttled', twice),
    rule('lambda', 'ListFunctions', 'throttled', twice),
    rule('sqs', 'ListQueues', 'throttled', twice),
    rule('iam', 'ListRoles', 'throttled', twice),
    rule('cloudwatch', 'DescribeAlarms', 'throttled', twice),
    rule('elasticloadbalancing', 'DescribeRules', '500', { calls: { first: 2, last: 2 } }),
    rule('ec2', 'DescribeImages', 'denied'),
  ]);
});
afterAll(() => faulty.local.close());
beforeEach(() => void faulty.local.injected.splice(0));

describe('a call that is throttled once', () => {
  it.each([
    {
      what: 'Auto Scaling',
      code: 'ThrottlingException',
      send: (maxAttempts: number) =>
        new AutoScalingClient({ ...faulty.http, maxAttempts }).send(new DescribeAutoScalingGroupsCommand({})),
    },
    {
      what: 'EC2',
      code: 'RequestLimitExceeded',
      send: (maxAttempts: number) =>
        new EC2Client({ ...faulty.http, maxAttempts }).send(new DescribeVpcsCommand({})),
    },
    {
      what: 'S3',
      code: 'SlowDown',
      send: (maxAttempts: number) =>
        new S3Client({ ...faulty.http, maxAttempts }).send(new ListBucketsCommand({})),
    },
    {
      what: 'Lambda',
      code: 'TooManyRequestsException',
      send: (maxAttempts: number) =>
        new LambdaClient({ ...faulty.http, maxAttempts }).send(new ListFunctionsCommand({})),
    },
    {
      what: 'SQS',
      code: 'RequestThrottled',
      send: (maxAttempts: number) =>
        new SQSClient({ ...faulty.http, maxAttempts }).send(new ListQueuesCommand({})),
    },
    {
      what: 'IAM',
      code: 'Throttling',
      send: (maxAttempts: number) =>
        new IAMClient({ ...faulty.http, maxAttempts }).send(new ListRolesCommand({})),
    },
    {
      what: 'CloudWatch',
      code: 'ThrottlingException',
      send: (maxAttempts: number) =>
        new CloudWatchClient({ ...faulty.http, maxAttempts }).send(new DescribeAlarmsCommand({})),
    },
  ])('is repeated by the SDK, with the error of $what', async ({ send, code }) => {
    await expect(send(1)).rejects.toMatchObject({ name: code });
    await send(2);
    expect(faulty.local.injected.map(({ call, attempt }) => ({ call, attempt }))).toEqual([
      { call: 1, attempt: 1 },
      { call: 2, attempt: 1 },
    ]);
  });
});

test('only the calls that a rule counts fail, on every attempt of the client', async () => {
  const load = new ElasticLoadBalancingV2Client({ ...faulty.http, maxAttempts: 2 });
  const describeRules = () =>
    load.send(new DescribeRulesCommand({ RuleArns: [] })).catch((error: Error) => error.name);
  const names = [await describeRules(), await describeRules(), await describeRules()];
  expect(names.map((name) => name === 'InternalFailure')).toEqual([false, true, false]);
  expect(faulty.local.injected.map(({ call, attempt }) => ({ call, attempt }))).toEqual([
    { call: 2, attempt: 1 },
    { call: 2, attempt: 2 },
  ]);
});

test('a call that is denied has the error of a policy', async () => {
  const ec2 = new EC2Client(faulty.http);
  await expect(ec2.send(new DescribeImagesCommand({}))).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: expect.stringContaining('ec2:DescribeImages') as string,
  });
});
