import type { RunnableFunction } from '../functions/runnable-function';
import type { LambdaStore } from '../store';
import type { FunctionFailure } from '../worker/messages';
import type { WorkerAnswer } from '../worker/worker';
import type { Lease } from '../worker/worker-pool';
import { FunctionLog } from './function-log';

/** How one invocation ended. */
export interface InvocationResult {
  /** JSON text: the handler's result, or Lambda's description of the error. */
  readonly payload: string;
  /** Set where the handler threw, timed out or died. */
  readonly functionError?: 'Unhandled';
  /** The end of the log, base64. */
  readonly logTail: string;
}

/** One invocation, with the same id for every attempt. */
export interface InvocationRequest {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** ClientContext, decoded. */
  readonly clientContext?: unknown;
}

/**
 * Runs a function once. Its `Date` begins from the endpoint's clock, and goes on at the machine's pace or, where that clock
 * stands still during work, by the function's own sleeps. Its Timeout counts in the machine's own time: the code is real,
 * and a faster clock does not make it faster.
 */
export async function runFunction(
  store: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
): Promise<InvocationResult> {
  const { clock } = store.context;
  const what = `function ${runnable.reference.name}`;
  const lease = await clock.during(what, () => store.workers.lease(runnable));
  return clock.during(what, () => runInWorker(store, runnable, request, lease), lease.worker.accessKeyId);
}

async function runInWorker(
  store: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
  lease: Lease,
): Promise<InvocationResult> {
  const { clock } = store.context;
  const log = new FunctionLog(store.context, runnable, request.requestId);
  try {
    log.write(`START RequestId: ${request.requestId} Version: ${runnable.version}`);
    const started = performance.now();
    const context = contextOf(runnable, request, lease.logStream);
    const answer = await lease.worker.invoke(
      {
        event: request.event,
        now: clock.now().getTime(),
        standsStill: clock.standsStill,
        context: { ...context, deadline: 0 },
      },
      runnable.timeoutSeconds * 1000,
      log.listen,
    );
    const failure = failureOf(answer, runnable, request.requestId);
    if (failure) log.write(`${failure.errorType}: ${failure.errorMessage}`);
    writeReport(log, runnable, request.requestId, performance.now() - started, answer.memoryBytes);
    await log.send(lease.logStream);
    const payload = failure ? JSON.stringify(failure) : (answer.payload ?? 'null');
    return { payload, functionError: failure && 'Unhandled', logTail: log.tail() };
  } finally {
    lease.release();
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(runnable: RunnableFunction, request: InvocationRequest, logStreamName: string) {
  return {
    functionName: runnable.reference.name,
    functionVersion: runnable.version,
    invokedFunctionArn: runnable.invokedArn,
    memoryLimitInMB: String(runnable.memoryMegabytes),
    awsRequestId: request.requestId,
    logGroupName: runnable.logGroup,
    logStreamName,
    ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
  };
}

/** Lambda's own messages. https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
function failureOf(
  answer: WorkerAnswer,
  { timeoutSeconds }: RunnableFunction,
  requestId: string,
): FunctionFailure | undefined {
  if (answer.timedOut) {
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    return { errorType: 'Sandbox.Timedout', errorMessage };
  }
  if (answer.error?.errorType === 'Runtime.ExitError')
    return { ...answer.error, errorMessage: `RequestId: ${requestId} ${answer.error.errorMessage}` };
  return answer.error;
}

function writeReport(
  log: FunctionLog,
  { memoryMegabytes }: RunnableFunction,
  requestId: string,
  milliseconds: number,
  memoryBytes = 0,
): void {
  log.write(`END RequestId: ${requestId}`);
  log.write(
    [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${milliseconds.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(milliseconds)} ms`,
      `Memory Size: ${memoryMegabytes} MB`,
      `Max Memory Used: ${Math.round(memoryBytes / 2 ** 20)} MB`,
    ].join('\t'),
  );
}
