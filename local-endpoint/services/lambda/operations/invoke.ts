import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { findFunction } from '../functions/find-function';
import { type FunctionInput, referenceOf } from '../functions/reference';
import { invokeLater } from '../invocation/asynchronous';
import { reserveConcurrency } from '../invocation/concurrency';
import { runFunction } from '../invocation/run-function';
import type { LambdaStore } from '../store';

interface InvokeInput extends FunctionInput {
  /** @default RequestResponse */
  readonly InvocationType?: string;
  /** @default None */
  readonly LogType?: string;
  /** Base64 of JSON text. */
  readonly ClientContext?: string;
  /** JSON text. @default `{}` */
  readonly Payload?: Uint8Array;
}

/** 6 MB where the caller waits, 1 MB where not. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD_BYTES: Readonly<Record<string, number>> = {
  RequestResponse: 6_291_456,
  Event: 1_048_576,
  DryRun: 6_291_456,
};

/** Runs a function and waits for it, or queues the event, or only checks that it could. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke =
  (store: LambdaStore): Operation<InvokeInput> =>
  async (input, context) => {
    const type = input.InvocationType ?? 'RequestResponse';
    const event = eventOf(input.Payload, type);
    const runnable = await findFunction(store, referenceOf(input, context));
    if (type === 'DryRun') return { StatusCode: 204 };
    const request = { requestId: randomUUID(), event, clientContext: clientContextOf(input.ClientContext) };
    if (type === 'Event') {
      invokeLater(store, runnable, request);
      return { StatusCode: 202 };
    }
    const release = await reserveConcurrency(store, runnable.reference);
    const result = await runFunction(store, runnable, request).finally(release);
    return {
      StatusCode: 200,
      ...(result.functionError && { FunctionError: result.functionError }),
      ...(input.LogType === 'Tail' && { LogResult: result.logTail }),
      Payload: Buffer.from(result.payload),
      ExecutedVersion: runnable.version,
    };
  };

function eventOf(payload: Uint8Array | undefined, type: string): string {
  const limit = MAX_PAYLOAD_BYTES[type];
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
