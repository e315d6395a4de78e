import { AwsError } from '../../../kit/aws-error';
import { findFunction } from '../functions/find-function';
import type { RunnableFunction } from '../functions/runnable-function';
import type { LambdaStore } from '../store';
import { reserve } from './concurrency';
import { tellDestinations } from './destinations';
import type { FinishedInvocation } from './finished-invocation';
import { type InvocationRequest, type InvocationResult, runFunction } from './run-function';

/**
 * The waits, in minutes of the endpoint's clock, before the second and third attempt.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_MINUTES = [1, 2];
/** Seconds an event is kept where the function does not say. */
const DEFAULT_AGE_SECONDS = 21_600;
/** Seconds between tries of a throttled event grow from the first to the last of these. */
const THROTTLE_SECONDS = { first: 1, most: 300 };

/** Runs a function behind its caller's back: retries what fails, then tells the destinations how it ended. */
export function invokeLater(
  state: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
): void {
  const { context: serviceContext } = state;
  void attempts(state, runnable, request)
    .then((finished) => finished && tellDestinations(state, finished))
    .catch((error: Error) => {
      if (serviceContext.closing.aborted) return;
      serviceContext.log(`lambda ${runnable.reference.name}: an event was lost: ${error.message}`);
    });
}

async function attempts(
  state: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
): Promise<FinishedInvocation | undefined> {
  const received = state.context.clock.now().getTime();
  const config = state.eventInvokeConfigs.get(runnable.reference);
  const most = 1 + (config?.MaximumRetryAttempts ?? RETRY_MINUTES.length);
  const expires = received + (config?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
  const finished = { runnable, request, config };
  for (let attempt = 1; ; attempt++) {
    const current = await findFunction(state, runnable.reference);
    const result = await runWhenPossible(state, current, request, expires);
    if (state.context.closing.aborted) return undefined;
    if (!result) return { ...finished, condition: 'EventAgeExceeded', attempts: attempt - 1 };
    if (!result.functionError) return { ...finished, condition: 'Success', attempts: attempt, result };
    if (attempt >= most) return { ...finished, condition: 'RetriesExhausted', attempts: attempt, result };
    const wait = (RETRY_MINUTES[attempt - 1] ?? 0) * 60_000;
    if (state.context.clock.now().getTime() + wait > expires)
      return { ...finished, condition: 'EventAgeExceeded', attempts: attempt, result };
    await state.context.clock.sleep(wait, state.context.closing);
    if (state.context.closing.aborted) return undefined;
  }
}

/** Waits for a free place where the function's concurrency is used up; gives nothing where the event got too old. */
async function runWhenPossible(
  state: LambdaStore,
  runnable: RunnableFunction,
  request: InvocationRequest,
  expires: number,
): Promise<InvocationResult | undefined> {
  const { clock, closing } = state.context;
  for (let seconds = THROTTLE_SECONDS.first; !closing.aborted; seconds *= 2) {
    const release = await placeIn(state, runnable);
    if (release) return runFunction(state, runnable, request).finally(release);
    const wait = Math.min(seconds, THROTTLE_SECONDS.most) * 1000;
    if (clock.now().getTime() + wait > expires) return undefined;
    await clock.sleep(wait, closing);
  }
  return undefined;
}

async function placeIn(state: LambdaStore, runnable: RunnableFunction): Promise<(() => void) | undefined> {
  try {
    return await reserve(state, runnable.reference);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TooManyRequestsException') return undefined;
    throw error;
  }
}
