import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsIdentity } from '../../../kit/aws';
import type { RunnableFunction } from '../functions/runnable-function';
import type { LambdaStore } from '../store';
import type { FinishedInvocation } from './finished-invocation';
import { deadLetterAttributes, invocationRecord } from './invocation-record';

type Attributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

/** Tells the function's destination, and its dead-letter queue or topic where it failed, with the function's role. */
export async function tellDestinations(state: LambdaStore, finished: FinishedInvocation): Promise<void> {
  const { runnable, config, condition, request } = finished;
  const failed = condition !== 'Success';
  const { OnSuccess, OnFailure } = config?.DestinationConfig ?? {};
  const destination = failed ? OnFailure?.Destination : OnSuccess?.Destination;
  const record = JSON.stringify(invocationRecord(finished, state.context.clock.now()));
  if (destination) await send(state, runnable, destination, record);
  if (failed && runnable.deadLetterTarget)
    await send(state, runnable, runnable.deadLetterTarget, request.event, deadLetterAttributes(finished));
}

async function send(
  { context: serviceContext }: LambdaStore,
  { roleArn, reference, invokedArn }: RunnableFunction,
  target: string,
  message: string,
  attributes?: Attributes,
): Promise<void> {
  try {
    const role = await serviceContext.aws.asRole(
      roleArn,
      reference.region,
      'lambda.amazonaws.com',
      invokedArn,
    );
    await (target.split(':')[2] === 'sns' ? publish : enqueue)(role, target, message, attributes);
  } catch (error) {
    if (serviceContext.closing.aborted) return;
    serviceContext.log(`lambda ${reference.name}: ${target} got no record: ${(error as Error).message}`);
  }
}

async function enqueue(
  role: AwsIdentity,
  target: string,
  message: string,
  attributes?: Attributes,
): Promise<void> {
  const [, , , , account, name] = target.split(':');
  const client = new SQSClient({ ...role, useQueueUrlAsEndpoint: false });
  const QueueUrl = `${role.endpoint}/${account}/${name}`;
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
