import {
  type FunctionEventInvokeConfig,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT } from '../../testing';
import { type LocalLambda, startLocalLambda } from './support/local-lambda';

let local: LocalLambda;
let client: LambdaClient;
let queues: SQSClient;

beforeAll(async () => {
  local = await startLocalLambda();
  client = new LambdaClient(local.as);
  queues = new SQSClient(local.as);
});
afterAll(() => local.close());

const FAILING = {
  'index.mjs': `let tries = 0;
    export const handler = async (event) => { tries++;
      if (tries > (event.failures ?? 9)) return { tries };
      throw new Error('try ' + tries); }`,
};

const MINUTE = 60_000;

async function makeQueue(name: string) {
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: name }));
  return { url: QueueUrl ?? '', arn: `arn:aws:sqs:ap-northeast-1:${ACCOUNT}:${name}` };
}

async function receive(url: string) {
  const request = { QueueUrl: url, WaitTimeSeconds: 15, MessageAttributeNames: ['All'] };
  const { Messages } = await queues.send(new ReceiveMessageCommand(request));
  return Messages?.[0];
}

const configure = (FunctionName: string, config: Partial<FunctionEventInvokeConfig>) =>
  client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...config }));

const send = (FunctionName: string, event: unknown) => {
  const Payload = Buffer.from(JSON.stringify(event));
  return client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
};

/** Lets the queue wait as long as it asks for and gives how long that was. */
async function letItWait(): Promise<number> {
  const milliseconds = await local.clock.nextSleep();
  local.clock.advance(milliseconds);
  return milliseconds;
}

test('replies at once, tries again after one and two minutes, then sends the record to a queue', async () => {
  const { url, arn } = await makeQueue('failures');
  await local.create('failing', FAILING);
  await configure('failing', { DestinationConfig: { OnFailure: { Destination: arn } } });
  expect(await send('failing', { order: 7 })).toMatchObject({ StatusCode: 202 });
  expect([await letItWait(), await letItWait()]).toEqual([MINUTE, 2 * MINUTE]);
  expect(JSON.parse((await receive(url))?.Body ?? '')).toMatchObject({
    version: '1.0',
    requestContext: {
      functionArn: `arn:aws:lambda:ap-northeast-1:${ACCOUNT}:function:failing:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { order: 7 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'try 3' },
  });
});

test('stops trying when it succeeds, and tells the destination for success', async () => {
  const { url, arn } = await makeQueue('successes');
  await local.create('recovers', FAILING);
  await configure('recovers', { DestinationConfig: { OnSuccess: { Destination: arn } } });
  await send('recovers', { failures: 1 });
  await letItWait();
  expect(JSON.parse((await receive(url))?.Body ?? '')).toMatchObject({
    requestContext: { condition: 'Success', approximateInvokeCount: 2 },
    responsePayload: { tries: 2 },
  });
});

test('does not try again where the function wants no retries, and leaves the event in the dead-letter queue', async () => {
  const { url, arn } = await makeQueue('dead-letters');
  await local.create('once', FAILING, { DeadLetterConfig: { TargetArn: arn } });
  await configure('once', { MaximumRetryAttempts: 0 });
  await send('once', { order: 8 });
  const message = await receive(url);
  expect(JSON.parse(message?.Body ?? '')).toEqual({ order: 8 });
  expect(message?.MessageAttributes).toMatchObject({
    ErrorCode: { StringValue: '200' },
    ErrorMessage: { StringValue: 'try 1' },
  });
});

test('gives up an event that would be too old at the next try, and tells a topic', async () => {
  const { url, arn } = await makeQueue('aged');
  const topics = new SNSClient(local.as);
  const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: 'aged' }));
  await topics.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
  await local.create('ages', FAILING);
  const DestinationConfig = { OnFailure: { Destination: TopicArn } };
  await configure('ages', { MaximumEventAgeInSeconds: 120, DestinationConfig });
  await send('ages', {});
  expect(await letItWait()).toBe(MINUTE);
  const { Message } = JSON.parse((await receive(url))?.Body ?? '') as { Message: string };
  expect(JSON.parse(Message)).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 },
  });
});

test('says so when the role may not send the record', async () => {
  const { arn } = await makeQueue('forbidden');
  await local.create('not-allowed', FAILING, { DeadLetterConfig: { TargetArn: arn } });
  await configure('not-allowed', { MaximumRetryAttempts: 0 });
  local.deny('sqs:SendMessage');
  const line = local.nextLine();
  await send('not-allowed', {});
  expect(await line).toMatch(
    /^lambda not-allowed: arn:aws:sqs:\S+:forbidden got no record: User: \S+ is not authorized to perform: sqs:SendMessage/,
  );
});
