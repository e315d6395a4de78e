import type { EventInvokeConfig } from '../event-invoke-config/event-invoke-configs';
import type { RunnableFunction } from '../functions/runnable-function';
import type { InvocationRequest, InvocationResult } from './run-function';

/** An asynchronous invocation that will not be tried again. */
export interface FinishedInvocation {
  readonly runnable: RunnableFunction;
  readonly request: InvocationRequest;
  readonly config?: EventInvokeConfig;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly attempts: number;
  /** Absent where it was never run. */
  readonly result?: InvocationResult;
}
