import type { Invocation } from './invocation';
import type { SimulatedAccount } from './simulated-account';

/** Minutes before the second and the third attempt. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_MINUTES = [1, 2];

/** As the functions are deployed. */
const MAX_EVENT_AGE_SECONDS = 1200;

/** Accepts an event for a function, to be run at once. */
export function accept({ lambda, now }: SimulatedAccount, action: string, event: object): void {
  lambda.queue.push({ action, event, attempt: 1, due: now, accepted: now });
}

/** The same for later, by one of AWS's own services, which no process of Lambda runs. */
export function acceptLater(
  { lambda, now }: SimulatedAccount,
  action: string,
  event: object,
  seconds: number,
): void {
  lambda.queue.push({ action, event, attempt: 1, due: now + seconds * 1000, accepted: now });
}

/** The first invocation that is due. @returns nothing where none is */
export function takeDue({ lambda, now }: SimulatedAccount): Invocation | undefined {
  const at = lambda.queue.findIndex(({ due }) => due <= now);
  return at < 0 ? undefined : lambda.queue.splice(at, 1)[0];
}

/**
 * What Lambda does after a function has thrown, or its process has died: another attempt, or none.
 * @param isDead whether every attempt that follows dies too, before it makes a call
 */
export function retryLater({ lambda, now }: SimulatedAccount, invocation: Invocation, isDead = false): void {
  const minutes = RETRY_MINUTES[invocation.attempt - 1];
  const due = now + (minutes ?? 0) * 60_000;
  if (minutes === undefined || due > invocation.accepted + MAX_EVENT_AGE_SECONDS * 1000) {
    lambda.dropped += 1;
    const { action, event } = invocation;
    if (!('CodePipeline.job' in event)) lambda.lost = { action, event };
    return;
  }
  lambda.queue.push({
    ...invocation,
    clockError: undefined,
    attempt: invocation.attempt + 1,
    due,
    ...(isDead && { isDead }),
  });
}

export const nextInvocation = ({ lambda }: SimulatedAccount): number | undefined =>
  lambda.queue.length === 0 ? undefined : Math.min(...lambda.queue.map(({ due }) => due));
