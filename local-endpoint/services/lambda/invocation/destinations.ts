import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parseArn } from '../../../kit/arn';
import type { AwsIdentity } from '../../../kit/aws';
import type { RunnableFunction } from '../functions/runnable-function';
import type { LambdaStore } from '../store';
import { deadLetterAttributes, type FinishedInvocation, invocationRecord } from './invocation-record';

type Attributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

/** Sends the outcome to the function's destination, and a failure to its dead-letter queue or topic, with the function's role. */
export async function sendToDestinations(store: LambdaStore, finished: FinishedInvocation): Promise<void> {
  const { runnable, config, condition, request } = finished;
  const failed = condition !== 'Success';
  const { OnSuccess, OnFailure } = config?.DestinationConfig ?? {};
  const destination = failed ? OnFailure?.Destination : OnSuccess?.Destination;
  const record = JSON.stringify(invocationRecord(finished, store.context.clock.now()));
  if (destination) await send(store, runnable, destination, record);
  if (failed && runnable.deadLetterTarget)
    await send(store, runnable, runnable.deadLetterTarget, request.event, deadLetterAttributes(finished));
  if (failed)
    store.context.log(
      `lambda ${runnable.reference.name}: an event was given up after ${finished.attempts} attempts: ${condition}`,
    );
}

async function send(
  { context }: LambdaStore,
  { roleArn, reference, invokedArn }: RunnableFunction,
  target: string,
  message: string,
  attributes?: Attributes,
): Promise<void> {
  try {
    const role = await context.aws.asRole(roleArn, reference.region, 'lambda.amazonaws.com', invokedArn);
    await (parseArn(target)?.service === 'sns' ? publish : enqueue)(role, target, message, attributes);
  } catch (error) {
    if (context.closing.aborted) return;
    context.log(`lambda ${reference.name}: ${target} got no record: ${(error as Error).message}`);
  }
}

async function enqueue(
  role: AwsIdentity,
  target: string,
  message: string,
  attributes?: Attributes,
): Promise<void> {
  const queue = parseArn(target);
  const client = new SQSClient({ ...role, useQueueUrlAsEndpoint: false });
  const QueueUrl = `${role.endpoint}/${queue?.account}/${queue?.resource}`;
  await client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: message, MessageAttributes: attributes }),
  );
}

async function publish(
  role: AwsIdentity,
  target: string,
  message: string,
  attributes?: Attributes,
): Promise<void> {
  const client = new SNSClient(role);
  await client.send(
    new PublishCommand({ TopicArn: target, Message: message, MessageAttributes: attributes }),
  );
}
