import type { Target } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AwsIdentity } from '../../../kit/aws';

/** Publishes to a topic; an input that is one JSON string is published as its text. */
export async function publishMessage(as: AwsIdentity, target: Target, input: string): Promise<void> {
  await new SNSClient(as).send(new PublishCommand({ TopicArn: target.Arn, Message: plain(input) }));
}

function plain(input: string): string {
  const lines = input.split('\n').map((line) => (/^".*"$/s.test(line) ? (JSON.parse(line) as string) : line));
  return lines.join('\n');
}
