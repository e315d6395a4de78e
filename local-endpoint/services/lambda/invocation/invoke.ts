import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import { type CallContext, type Operation } from '../../../kit/operation';
import { findFunction } from '../functions/find-function';
import { functionReference } from '../functions/reference';
import type { LambdaStore } from '../store';
import { invokeLater } from './asynchronous';
import { reserve } from './concurrency';
import { runFunction } from './run-function';

/** The part of https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html that the endpoint honours. */
export interface InvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  /** @default RequestResponse */
  readonly InvocationType?: string;
  /** @default None */
  readonly LogType?: string;
  /** Base64 of JSON text. */
  readonly ClientContext?: string;
  /** JSON text. @default `{}` */
  readonly Payload?: Uint8Array;
}

/** Bytes of payload: 6 MB where the caller waits, 1 MB where not. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LIMITS: Readonly<Record<string, number>> = {
  RequestResponse: 6_291_456,
  Event: 1_048_576,
  DryRun: 6_291_456,
};

/** Invoke: runs a function and waits for it, or puts the event in its queue, or only says that it could. */
export const invoke =
  (state: LambdaStore): Operation<InvokeInput> =>
  async (input, context) => {
    const type = input.InvocationType ?? 'RequestResponse';
    const event = eventOf(input.Payload, type);
    const runnable = await findFunction(state, referenceOf(input, context));
    if (type === 'DryRun') return { StatusCode: 204 };
    const request = { requestId: randomUUID(), event, clientContext: clientContextOf(input.ClientContext) };
    if (type === 'Event') {
      invokeLater(state, runnable, request);
      return { StatusCode: 202 };
    }
    const release = await reserve(state, runnable.reference);
    const result = await runFunction(state, runnable, request).finally(release);
    return {
      StatusCode: 200,
      ...(result.functionError && { FunctionError: result.functionError }),
      ...(input.LogType === 'Tail' && { LogResult: result.logTail }),
      Payload: Buffer.from(result.payload),
      ExecutedVersion: runnable.version,
    };
  };

function referenceOf({ FunctionName, Qualifier }: InvokeInput, { caller, region }: CallContext) {
  return functionReference(FunctionName, Qualifier, { account: caller.accountId, region });
}

function eventOf(payload: Uint8Array | undefined, type: string): string {
  const limit = LIMITS[type];
  if (limit === undefined)
    throw new AwsError('InvalidParameterValueException', `Unknown InvocationType: ${type}`);
  const size = payload?.byteLength ?? 0;
  if (size > limit) {
    const message = `${size} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`;
    throw new AwsError('RequestTooLargeException', message, 413);
  }
  const text = size ? Buffer.from(payload ?? []).toString() : '{}';
  try {
    JSON.parse(text);
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', message);
  }
  return text;
}

function clientContextOf(encoded: string | undefined): unknown {
  if (!encoded) return undefined;
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString());
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    );
  }
}
