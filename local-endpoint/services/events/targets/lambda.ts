import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Target } from '@aws-sdk/client-eventbridge';
import type { AwsIdentity } from '../../../kit/aws';

/** Invokes a function asynchronously, as EventBridge does. */
export async function invokeFunction(as: AwsIdentity, target: Target, input: string): Promise<void> {
  await new LambdaClient(as).send(
    new InvokeCommand({ FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) }),
  );
}
