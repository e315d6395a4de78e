import { qualifiedArn } from '../functions/reference';
import type { FinishedInvocation } from './finished-invocation';

/** What a destination is sent. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
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

/** What a dead-letter queue's message carries beside the event: the first kilobyte of the error. */
export function deadLetterAttributes({ request, result }: FinishedInvocation) {
  const failure = JSON.parse(result?.payload ?? '{}') as { errorMessage?: string };
  return {
    RequestID: { DataType: 'String', StringValue: request.requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: (failure.errorMessage || 'none').slice(0, 1024) },
  };
}
