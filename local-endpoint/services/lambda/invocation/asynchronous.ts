import { AwsError } from '../../../kit/aws-error';
import { findFunction } from '../functions/find-function';
import { qualifiedArn } from '../functions/reference';
import type { RunnableFunction } from '../functions/runnable-function';
import type { LambdaStore } from '../store';
import { reserveConcurrency } from './concurrency';
import { sendToDestinations } from './destinations';
import type { FinishedInvocation } from './invocation-record';
import { type InvocationRequest, type InvocationResult, runFunction } from './run-function';

/**
 * The waits, in minutes of the endpoint's clock, before the second and third attempt.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_MINUTES = [1, 2];
/** Seconds an event is kept unless the function has another limit. */
const DEFAULT_AGE_SECONDS = 21_600;
/** Seconds between attempts at a throttled event; they double from the first to the maximum. */
const THROTTLE_SECONDS = { first: 1, max: 300 };

/** Runs a function after its caller got an answer: retries failures, and sends the outcome to the destinations. */
export function invokeLater(
  store: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
): void {
  const { context } = store;
  void attempts(store, runnable, request)
    .then((finished) => finished && sendToDestinations(store, finished))
    .catch((error: Error) => {
      if (context.closing.aborted) return;
      context.log(`lambda ${runnable.reference.name}: an event was lost: ${error.message}`);
    });
}

async function attempts(
  store: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
): Promise<FinishedInvocation | undefined> {
  const received = store.context.clock.now().getTime();
  const config = store.state.in(runnable.reference).eventInvokeConfigs.get(qualifiedArn(runnable.reference));
  const maxAttempts = 1 + (config?.MaximumRetryAttempts ?? RETRY_MINUTES.length);
  const expires = received + (config?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
  const finished = { runnable, request, config };
  for (let attempt = 1; ; attempt++) {
    const current = await store.context.clock.during(`an event of function ${runnable.reference.name}`, () =>
      findFunction(store, runnable.reference),
    );
    const result = await runWhenPossible(store, current, request, expires);
    if (store.context.closing.aborted) return undefined;
    if (!result) return { ...finished, condition: 'EventAgeExceeded', attempts: attempt - 1 };
    if (!result.functionError) return { ...finished, condition: 'Success', attempts: attempt, result };
    if (attempt >= maxAttempts)
      return { ...finished, condition: 'RetriesExhausted', attempts: attempt, result };
    const wait = (RETRY_MINUTES[attempt - 1] ?? 0) * 60_000;
    if (store.context.clock.now().getTime() + wait > expires)
      return { ...finished, condition: 'EventAgeExceeded', attempts: attempt, result };
    await store.context.clock.sleep(wait, store.context.closing);
    if (store.context.closing.aborted) return undefined;
  }
}

/** Waits while the function's concurrency is used up. @returns undefined where the event got too old */
async function runWhenPossible(
  store: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
  expires: number,
): Promise<InvocationResult | undefined> {
  const { clock, closing } = store.context;
  for (let seconds = THROTTLE_SECONDS.first; !closing.aborted; seconds *= 2) {
    const release = await tryReserve(store, runnable);
    if (release) return runFunction(store, runnable, request).finally(release);
    const wait = Math.min(seconds, THROTTLE_SECONDS.max) * 1000;
    if (clock.now().getTime() + wait > expires) return undefined;
    await clock.sleep(wait, closing);
  }
  return undefined;
}

async function tryReserve(store: LambdaStore, runnable: RunnableFunction): Promise<(() => void) | undefined> {
  try {
    return await reserveConcurrency(store, runnable.reference);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TooManyRequestsException') return undefined;
    throw error;
  }
}
