import { qualifiedArn } from '../functions/reference';
import type { RunnableFunction } from '../functions/runnable-function';
import type { EventInvokeConfig } from '../store';
import type { InvocationRequest, InvocationResult } from './run-function';

/** An asynchronous invocation that is not retried any more. */
export interface FinishedInvocation {
  readonly runnable: RunnableFunction;
  readonly request: InvocationRequest;
  readonly config?: EventInvokeConfig;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly attempts: number;
  /** @default - it was never run */
  readonly result?: InvocationResult;
}

/** The message for a destination. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function invocationRecord(finished: FinishedInvocation, now: Date): object {
  const { runnable, request, condition, attempts, result } = finished;
  return {
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: {
      requestId: request.requestId,
      functionArn: qualifiedArn(runnable.reference),
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(request.event) as unknown,
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: runnable.version,
        ...(result.functionError && { functionError: result.functionError }),
      },
      responsePayload: JSON.parse(result.payload) as unknown,
    }),
  };
}

/** The attributes of a dead-letter queue's message; its body is the event. The error is cut to a kilobyte. */
export function deadLetterAttributes({ request, result }: FinishedInvocation) {
  const failure = JSON.parse(result?.payload ?? '{}') as { errorMessage?: string };
  return {
    RequestID: { DataType: 'String', StringValue: request.requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: (failure.errorMessage || 'none').slice(0, 1024) },
  };
}
