import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsIdentity } from '../../../kit/aws';
import type { RunnableFunction } from '../functions/runnable-function';
import type { LambdaState } from '../state';
import type { FinishedInvocation } from './finished-invocation';
import { deadLetterAttributes, invocationRecord } from './invocation-record';

type Attributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

/** Tells the function's destination, and its dead-letter queue or topic where it failed, with the function's role. */
export async function tellDestinations(state: LambdaState, finished: FinishedInvocation): Promise<void> {
  const { runnable, config, condition, request } = finished;
  const failed = condition !== 'Success';
  const { OnSuccess, OnFailure } = config?.DestinationConfig ?? {};
  const destination = failed ? OnFailure?.Destination : OnSuccess?.Destination;
  const record = JSON.stringify(invocationRecord(finished, state.world.clock.now()));
  if (destination) await send(state, runnable, destination, record);
  if (failed && runnable.deadLetterTarget)
    await send(state, runnable, runnable.deadLetterTarget, request.event, deadLetterAttributes(finished));
}

async function send(
  { world }: LambdaState,
  { roleArn, reference, invokedArn }: RunnableFunction,
  target: string,
  message: string,
  attributes?: Attributes,
): Promise<void> {
  try {
    const role = await world.aws.asRole(roleArn, reference.region, 'lambda.amazonaws.com', invokedArn);
    await (target.split(':')[2] === 'sns' ? publish : enqueue)(role, target, message, attributes);
  } catch (error) {
    if (world.closing.aborted) return;
    world.log(`lambda ${reference.name}: ${target} got no record: ${(error as Error).message}`);
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
