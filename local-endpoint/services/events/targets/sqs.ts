import type { Target } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsIdentity } from '../../../kit/aws';

/** Sends to a queue. */
export async function sendMessage(as: AwsIdentity, target: Target, input: string): Promise<void> {
  await sendTo(as, target.Arn ?? '', input, target.SqsParameters?.MessageGroupId);
}

/** Sends a message to the queue of that ARN; its URL follows from account and name. */
export async function sendTo(as: AwsIdentity, queueArn: string, body: string, group?: string): Promise<void> {
  const [, , , , account, name] = queueArn.split(':');
  const client = new SQSClient({ ...as, useQueueUrlAsEndpoint: false });
  await client.send(
    new SendMessageCommand({
      QueueUrl: `${as.endpoint}/${account}/${name}`,
      MessageBody: body,
      MessageGroupId: group,
    }),
  );
}
