import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { ACCOUNT, MAX_WAIT_MILLISECONDS, REGION } from '../../../testing';

/** A queue that tests receive from. */
export interface Inbox {
  readonly arn: string;
  /** Takes so many messages out, in any order, as soon as they are there, and expects no more to wait. */
  take<T>(count: number): Promise<T[]>;
}

/** @param options.policy whether EventBridge may send to it @default true */
export async function openInbox(
  as: SQSClientConfig & { endpoint: string },
  name: string,
  { policy = true } = {},
): Promise<Inbox> {
  const client = new SQSClient({ ...as, useQueueUrlAsEndpoint: false });
  const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
    },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await client.send(new CreateQueueCommand({ QueueName: name, ...(policy && { Attributes: { Policy } }) }));
  const QueueUrl = `${as.endpoint}/${ACCOUNT}/${name}`;
  const receive = async (): Promise<Message[]> => {
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages ?? [])
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages ?? [];
  };
  return {
    arn,
    async take<T>(count: number) {
      const taken: Message[] = [];
      const deadline = Date.now() + MAX_WAIT_MILLISECONDS;
      while (taken.length < count && Date.now() < deadline) taken.push(...(await receive()));
      expect(taken).toHaveLength(count);
      return taken.map(({ Body }) => JSON.parse(Body ?? '') as T);
    },
  };
}
