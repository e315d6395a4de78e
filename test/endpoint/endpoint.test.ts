import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodePipelineClient, GetPipelineCommand, ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { ECSClient, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import {
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsError, type ForwardedCall, type Operation, type Service } from '../../rehearsal/endpoint/service';
import { startEndpoint } from '../../rehearsal/endpoint/server';
import { type LocalStack, REGION, startLocalStack } from '../support/local-stack';

const WHEN = new Date('2026-01-02T03:04:05.678Z');
const inputs: unknown[] = [];
const calls: ForwardedCall[] = [];

const services: Service[] = [
  {
    name: 'codepipeline',
    otherwise: 'refuse',
    operations: {
      ListPipelines: async (input: object) => {
        inputs.push(input);
        return { pipelines: [{ name: 'p', created: WHEN, version: 1 }], nextToken: undefined };
      },
      GetPipeline: async () => {
        throw new AwsError('PipelineNotFoundException', "Account '1' does not have a pipeline with name 'x'");
      },
    },
  },
  {
    name: 'cloudformation',
    otherwise: 'refuse',
    operations: {
      DescribeStacks: async () => ({
        Stacks: [
          {
            StackName: 'a',
            CreationTime: WHEN,
            StackStatus: 'CREATE_COMPLETE',
            Outputs: [],
            EnableTerminationProtection: true,
          },
          {
            StackName: '<&>',
            CreationTime: WHEN,
            StackStatus: 'CREATE_COMPLETE',
            Tags: [{ Key: 'k', Value: '1.0' }],
          },
        ],
      }),
      ListStacks: async () => {
        throw new AwsError('ValidationError', 'Stack <x> does not exist');
      },
    },
  },
  {
    name: 'lambda',
    otherwise: 'forward',
    operations: {
      Invoke: async (input: { Payload: Uint8Array }) => {
        return {
          StatusCode: 200,
          FunctionError: 'Unhandled',
          ExecutedVersion: '$LATEST',
          Payload: Buffer.from(input.Payload).reverse(),
        };
      },
      GetFunction: async () => {
        throw new AwsError('ResourceNotFoundException', 'Function not found: f', 404);
      },
    },
  },
  {
    name: 'ssm',
    otherwise: 'forward',
    operations: {
      GetParameter: async (_input, { forward }) => {
        const answer = (await forward?.()) as { Parameter: { Value: string } };
        return { Parameter: { ...answer.Parameter, Value: answer.Parameter.Value.toUpperCase() } };
      },
    },
  },
  {
    name: 'sns',
    otherwise: 'forward',
    operations: {
      CreateTopic: (async (input: { Name: string }, { forward }) =>
        forward?.({ ...input, Name: `${input.Name}-changed` })) as Operation,
    },
  },
  {
    name: 'sqs',
    otherwise: 'forward',
    operations: { ListQueues: async () => Promise.reject(new TypeError('a bug')) },
  },
];

let local: LocalStack;
beforeAll(async () => {
  const note = async (call: ForwardedCall): Promise<void> => void calls.push(call);
  local = await startLocalStack(services, [
    { service: 's3', operation: 'PutObject', after: note },
    { service: 'ssm', operation: 'PutParameter', after: note },
    { service: 'ssm', operation: 'GetParameter', after: note },
  ]);
});
afterAll(() => local.close());
beforeEach(() => void calls.splice(0));

describe('an owned operation', () => {
  it('answers JSON with dates that clients understand', async () => {
    const client = new CodePipelineClient(local.client());
    const answer = await client.send(new ListPipelinesCommand({ maxResults: 5 }));
    expect(answer.pipelines?.[0]).toEqual({ name: 'p', created: WHEN, version: 1 });
    expect(answer.$metadata.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(inputs).toEqual([{ maxResults: 5 }]);
  });

  it("refuses with AWS's own errors in every protocol", async () => {
    await expect(
      new CodePipelineClient(local.client()).send(new GetPipelineCommand({ name: 'x' })),
    ).rejects.toMatchObject({
      name: 'PipelineNotFoundException',
      message: "Account '1' does not have a pipeline with name 'x'",
    });
    await expect(
      new CloudFormationClient(local.client()).send(new ListStacksCommand({})),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack <x> does not exist',
    });
    await expect(
      new LambdaClient(local.client()).send(new GetFunctionCommand({ FunctionName: 'f' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: f',
      $metadata: expect.objectContaining({ httpStatusCode: 404 }) as object,
    });
  });

  it('answers XML with lists, dates and whatever characters', async () => {
    const { Stacks } = await new CloudFormationClient(local.client()).send(new DescribeStacksCommand({}));
    expect(Stacks).toMatchObject([
      { StackName: 'a', CreationTime: WHEN, EnableTerminationProtection: true },
      { StackName: '<&>', Tags: [{ Key: 'k', Value: '1.0' }] },
    ]);
  });

  it("answers a function's payload as bytes", async () => {
    const invoke = new InvokeCommand({ FunctionName: 'f', Payload: Buffer.from('abc') });
    const answer = await new LambdaClient(local.client()).send(invoke);
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST' });
    expect(answer.Payload?.transformToString()).toBe('cba');
  });

  it("may correct moto's answer, in JSON and in XML, and is observed once", async () => {
    const ssm = new SSMClient(local.client());
    await ssm.send(new PutParameterCommand({ Name: '/x', Value: 'small', Type: 'String' }));
    expect((await ssm.send(new GetParameterCommand({ Name: '/x' }))).Parameter?.Value).toBe('SMALL');
    expect(calls.map(({ operation }) => operation)).toEqual(['PutParameter', 'GetParameter']);
    await expect(ssm.send(new GetParameterCommand({ Name: '/gone' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
    const { TopicArn } = await new SNSClient(local.client()).send(new CreateTopicCommand({ Name: 'topic' }));
    expect(TopicArn).toMatch(/:topic-changed$/);
  });

  it('that fails by a mistake of ours says so once and is not tried again', async () => {
    const { ListQueuesCommand } = await import('@aws-sdk/client-sqs');
    const said = local.said.length;
    await expect(new SQSClient(local.client()).send(new ListQueuesCommand({}))).rejects.toMatchObject({
      message: 'The local endpoint failed: a bug',
      $metadata: expect.objectContaining({ attempts: 1 }) as object,
    });
    expect(local.said.slice(said)).toEqual([expect.stringContaining('TypeError: a bug')]);
  });
});

describe('everything else', () => {
  it('goes to moto, in the account of the caller', async () => {
    const create = (key: string) =>
      new SNSClient(local.client(key)).send(new CreateTopicCommand({ Name: 't' }));
    expect((await create('test')).TopicArn).toContain(':111111111111:');
    expect((await create('222222222222')).TopicArn).toContain(':222222222222:');
    const lambdas = await new LambdaClient(local.client()).send(new ListFunctionsCommand({}));
    expect(lambdas.Functions).toEqual([]);
    const { MetricAlarms } = await new CloudWatchClient(local.client()).send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toEqual([]);
  });

  it('gets queue URLs that lead back here', async () => {
    const sqs = new SQSClient(local.client());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    expect(QueueUrl).toContain(local.url);
    await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).resolves.toBeDefined();
  });

  it('is refused by name, at once, where nobody supports it', async () => {
    const pipelines = new CodePipelineClient(local.client());
    const { ListWebhooksCommand } = await import('@aws-sdk/client-codepipeline');
    await expect(pipelines.send(new ListWebhooksCommand({}))).rejects.toMatchObject({
      message: 'codepipeline:ListWebhooks is not supported by the local endpoint',
    });
    const command = new ListServiceDeploymentsCommand({ service: 's' });
    await expect(new ECSClient(local.client()).send(command)).rejects.toMatchObject({
      message: expect.stringContaining(
        'ecs:ListServiceDeployments is not supported by the local endpoint',
      ) as string,
      $metadata: expect.objectContaining({ attempts: 1 }) as object,
    });
  });

  it('is observed after it was done', async () => {
    await new SSMClient(local.client()).send(
      new PutParameterCommand({ Name: '/seen', Value: 'v', Type: 'String' }),
    );
    expect(calls).toEqual([
      expect.objectContaining({
        service: 'ssm',
        operation: 'PutParameter',
        input: { Name: '/seen', Value: 'v', Type: 'String' },
        output: expect.objectContaining({ Version: 1 }) as object,
      }),
    ]);
  });
});

describe('S3', () => {
  const everywhere = new Agent({
    lookup: (_host, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  });

  it('takes streamed uploads with trailing checksums, in virtual-host style', async () => {
    const { Readable } = await import('node:stream');
    const endpoint = local.url.replace('127.0.0.1', 'localhost');
    const s3 = new S3Client({ ...local.client(), endpoint, requestHandler: { httpAgent: everywhere } });
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket: 'my.bucket', CreateBucketConfiguration }));
    const Body = Readable.from([Buffer.from('hello '), Buffer.alloc(300_000, 'x')]);
    await s3.send(new PutObjectCommand({ Bucket: 'my.bucket', Key: 'a b', Body, ContentLength: 300_006 }));
    const { Body: read, ChecksumCRC32 } = await s3.send(
      new GetObjectCommand({ Bucket: 'my.bucket', Key: 'a b' }),
    );
    expect((await read?.transformToString())?.slice(0, 8)).toBe('hello xx');
    expect(ChecksumCRC32).toBeDefined();
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'my.bucket', Key: 'a b' }));
    expect(head.ContentLength).toBe(300_006);
    expect(calls[0]?.input).toMatchObject({ Bucket: 'my.bucket', Key: 'a b' });
  });
});

describe('the endpoint', () => {
  it('answers on both loopback addresses and on no other', async () => {
    const { port } = new URL(local.url);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(403);
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(403);
  });

  it('says which port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const options = {
      moto: '',
      services: [],
      observers: [],
      callerOf: local.iam.callerOf,
      authorize: local.iam.authorize,
    };
    const starting = startEndpoint({ ...options, port, say: () => undefined });
    await expect(starting).rejects.toMatchObject({
      name: 'ExpectedError',
      message: `Port ${port} is already taken; choose another one with --port`,
    });
    taken.close();
  });

  it('does not start with two answers to one operation', async () => {
    const options = {
      port: 0,
      moto: '',
      observers: [],
      callerOf: local.iam.callerOf,
      authorize: local.iam.authorize,
    };
    const starting = startEndpoint({
      ...options,
      services: [...services, ...services],
      say: () => undefined,
    });
    await expect(starting).rejects.toThrow('is answered by two services');
  });
});
