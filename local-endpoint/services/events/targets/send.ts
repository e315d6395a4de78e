import {
  CodePipelineClient,
  StartPipelineExecutionCommand,
  type SourceRevisionOverride,
} from '@aws-sdk/client-codepipeline';
import type { Target } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { parseArn } from '../../../kit/arn';
import type { AwsIdentity } from '../../../kit/aws';

/**
 * Starts a pipeline. Only `sourceRevisions` and `variables` of the input are used; the event itself, where there is no
 * transformer, has neither. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export async function startPipeline(as: AwsIdentity, target: Target, input: string): Promise<void> {
  const { sourceRevisions, variables } = JSON.parse(input) as {
    sourceRevisions?: SourceRevisionOverride[];
    variables?: { name: string; value: string }[];
  };
  const name = parseArn(target.Arn)?.resource;
  await new CodePipelineClient(as).send(
    new StartPipelineExecutionCommand({ name, sourceRevisions, variables }),
  );
}

/** Invokes a function asynchronously. */
export async function invokeTargetFunction(as: AwsIdentity, target: Target, input: string): Promise<void> {
  await new LambdaClient(as).send(
    new InvokeCommand({ FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) }),
  );
}

/** Publishes to a topic; each line of the input that is a JSON string is published as its text. */
export async function publishMessage(as: AwsIdentity, target: Target, input: string): Promise<void> {
  const lines = input.split('\n').map((line) => (/^".*"$/s.test(line) ? (JSON.parse(line) as string) : line));
  await new SNSClient(as).send(new PublishCommand({ TopicArn: target.Arn, Message: lines.join('\n') }));
}

/** Sends a message to the target's queue. */
export async function sendMessage(as: AwsIdentity, target: Target, input: string): Promise<void> {
  await sendToQueue(as, target.Arn ?? '', input, target.SqsParameters?.MessageGroupId);
}

/** A queue's URL consists of its account and name. */
export async function sendToQueue(
  as: AwsIdentity,
  queueArn: string,
  body: string,
  group?: string,
): Promise<void> {
  const { account, resource: name } = parseArn(queueArn) ?? {};
  const client = new SQSClient({ ...as, useQueueUrlAsEndpoint: false });
  await client.send(
    new SendMessageCommand({
      QueueUrl: `${as.endpoint}/${account}/${name}`,
      MessageBody: body,
      MessageGroupId: group,
    }),
  );
}
