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
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsError } from '../../kit/aws-error';
import type { LocalService } from '../../kit/local-service';
import { type ForwardedCall, type Operation } from '../../kit/operation';
import { ACCOUNT, OTHER_ACCOUNT, type TestEndpoint, startTestEndpoint, testService } from '../../testing';

const CREATED = new Date('2026-01-02T03:04:05.678Z');
const inputs: unknown[] = [];
const calls: ForwardedCall[] = [];

const services: LocalService[] = [
  testService(
    'codepipeline',
    {
      operations: {
        ListPipelines: async (input: object) => {
          inputs.push(input);
          return { pipelines: [{ name: 'p', created: CREATED, version: 1 }], nextToken: undefined };
        },
        GetPipeline: async () => {
          throw new AwsError(
            'PipelineNotFoundException',
            "Account '1' does not have a pipeline with name 'x'",
          );
        },
      },
    },
    'refuse',
  ),
  testService(
    'cloudformation',
    {
      operations: {
        DescribeStacks: async () => ({
          Stacks: [
            {
              StackName: 'a',
              CreationTime: CREATED,
              StackStatus: 'CREATE_COMPLETE',
              Outputs: [],
              EnableTerminationProtection: true,
            },
            {
              StackName: '<&>',
              CreationTime: CREATED,
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
    'refuse',
  ),
  testService(
    'lambda',
    {
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
    'forward',
  ),
  testService(
    'ssm',
    {
      operations: {
        GetParameter: async (_input, { forward }) => {
          const answer = (await forward?.()) as { Parameter: { Value: string } };
          return { Parameter: { ...answer.Parameter, Value: answer.Parameter.Value.toUpperCase() } };
        },
      },
    },
    'forward',
  ),
  testService(
    'sns',
    {
      operations: {
        CreateTopic: (async (input: { Name: string }, { forward }) =>
          forward?.({ ...input, Name: `${input.Name}-changed` })) as Operation,
      },
    },
    'forward',
  ),
  testService('sqs', {
    operations: { ListQueues: async () => Promise.reject(new TypeError('a bug')) },
  }),
];

let local: TestEndpoint;
beforeAll(async () => {
  const record = async (call: ForwardedCall): Promise<void> => void calls.push(call);
  const observers = ['PutParameter', 'GetParameter'].map((operation) => ({
    ...{ service: 'ssm', operation, after: record },
  }));
  local = await startTestEndpoint({
    roles: 'enforced',
    services: [...services, testService('test', { observers })],
  });
});
afterAll(() => local.close());
beforeEach(() => void calls.splice(0));

test('a call without a connection reaches moto, though it may name no host', async () => {
  const headers = new Headers({
    authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const request = { method: 'GET', path: '/', headers, body: new Uint8Array() };
  expect(await (await local.reachable.answer(request)).text()).toContain('<ListAllMyBucketsResult');
});

describe('an owned operation', () => {
  it('answers JSON with dates that clients can parse', async () => {
    const client = new CodePipelineClient(local.client());
    const answer = await client.send(new ListPipelinesCommand({ maxResults: 5 }));
    expect(answer.pipelines?.[0]).toEqual({ name: 'p', created: CREATED, version: 1 });
    expect(answer.$metadata.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(inputs).toEqual([{ maxResults: 5 }]);
  });

  it("fails with AWS's own errors in every protocol", async () => {
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

  it('answers XML with lists, dates and characters that need escaping', async () => {
    const { Stacks } = await new CloudFormationClient(local.client()).send(new DescribeStacksCommand({}));
    expect(Stacks).toMatchObject([
      { StackName: 'a', CreationTime: CREATED, EnableTerminationProtection: true },
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

  it('that fails by a bug logs it once and is not retried', async () => {
    const { ListQueuesCommand } = await import('@aws-sdk/client-sqs');
    const logged = local.log.length;
    await expect(new SQSClient(local.client()).send(new ListQueuesCommand({}))).rejects.toMatchObject({
      message: 'The local endpoint failed: a bug',
      $metadata: expect.objectContaining({ attempts: 1 }) as object,
    });
    expect(local.log.slice(logged)).toEqual([expect.stringContaining('TypeError: a bug')]);
  });
});

describe('everything else', () => {
  it('goes to moto, in the account of the caller', async () => {
    const create = (key: string) =>
      new SNSClient(local.client(key)).send(new CreateTopicCommand({ Name: 't' }));
    expect((await create('test')).TopicArn).toContain(`:${ACCOUNT}:`);
    expect((await create(OTHER_ACCOUNT)).TopicArn).toContain(`:${OTHER_ACCOUNT}:`);
    const lambdas = await new LambdaClient(local.client()).send(new ListFunctionsCommand({}));
    expect(lambdas.Functions).toEqual([]);
    const { MetricAlarms } = await new CloudWatchClient(local.client()).send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toEqual([]);
  });

  it('gets queue URLs of the endpoint itself', async () => {
    const sqs = new SQSClient(local.client());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    expect(QueueUrl).toContain(local.url);
    await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).resolves.toBeDefined();
  });

  it('is refused by name, without retries, where neither the service nor moto supports it', async () => {
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

  it('is observed after it was executed', async () => {
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
