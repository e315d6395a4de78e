import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../../../../kit/aws-error';
import type { JsonObject } from '../../template/json';
import type { ResourceContext } from '../../../../kit/resources/provider';

/** What the function behind a custom resource answers. */
export interface CustomResourceAnswer {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: JsonObject;
}

/**
 * Invokes the function and waits for its answer.
 * @param functionArn the resource's ServiceToken
 * @param seconds how long to wait, of real time: a function does not run faster where the clock does
 * @throws AwsError where the function fails, or does not answer in time
 */
export async function ask(
  context: ResourceContext,
  functionArn: string,
  seconds: number,
  request: JsonObject,
): Promise<CustomResourceAnswer> {
  const { url, body } = await context.answers.expect();
  const event = {
    ...request,
    ServiceToken: functionArn,
    ResponseURL: url,
    StackId: context.stackId,
    RequestId: randomUUID(),
    LogicalResourceId: context.logicalId,
    ResourceType: context.type,
  };
  const deadline = new AbortController();
  try {
    const text = await Promise.race([
      body,
      invoke(context, functionArn, event).then(() => body),
      sleep(seconds * 1000, undefined, { signal: deadline.signal, ref: false }).then(() =>
        expire(context, seconds),
      ),
    ]);
    return JSON.parse(text) as CustomResourceAnswer;
  } finally {
    deadline.abort();
  }
}

/** CloudFormation would hear nothing of a function that fails and wait; here the failure is the answer. */
async function invoke(context: ResourceContext, FunctionName: string, event: object): Promise<void> {
  const { LambdaClient, InvokeCommand } = await import('@aws-sdk/client-lambda');
  const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
  const { FunctionError, Payload } = await context.client(LambdaClient).send(command);
  if (FunctionError === undefined) return;
  const reason = Buffer.from(Payload ?? []).toString();
  throw new AwsError(
    'GeneralServiceException',
    `Function ${FunctionName} failed without an answer: ${reason}`,
  );
}

function expire(context: ResourceContext, seconds: number): never {
  throw new AwsError(
    'NotStabilized',
    `CloudFormation did not receive a response from your Custom Resource ${context.logicalId} within ${seconds} seconds.`,
  );
}
