import { STORES } from '../stores';
import type { Operation } from '../stores/store';
import type { SimulatedAccount } from '../simulated-account/simulated-account';

/** One attempt of the SDK at a call. */
export interface Attempt {
  /** Of the call in its invocation, from 1 on. */
  readonly call: number;
  /** Of the SDK at this call, from 1 on. */
  readonly attempt: number;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** ARN of the role whose session makes it. @default - the function's own role */
  readonly role?: string;
}

/** Takes the place of an attempt. @param perform has it take effect, and returns its answer */
export type Intercept = (attempt: Attempt, perform: () => object) => object | Promise<object>;

/** Attempts of the SDK's standard retries, which functions use unchanged. */
export const MAX_ATTEMPTS = 3;

/** Whether an operation changes something. */
export const isChange = (operation: string): boolean =>
  !/^(AssumeRole|BatchGet|Describe|Get|List)/.test(operation);

/** Has a call take effect. @throws MissingOperation where no store has it */
export function perform(
  simulated: SimulatedAccount,
  service: string,
  operation: string,
  input: object,
): object {
  const found = STORES[service]?.operations[operation];
  if (!found) throw new MissingOperation(service, operation);
  return (found as (simulated: SimulatedAccount, input: object) => object)(
    simulated,
    input,
  ) satisfies ReturnType<Operation>;
}

/** Makes a call from outside, and has its answer as the SDK types it. @throws MissingOperation where no store has it */
export const see = <Output>(
  simulated: SimulatedAccount,
  service: string,
  operation: string,
  input: object,
): Output => perform(simulated, service, operation, input) as Output;

/** A mistake of the model, and of no function. */
export class MissingOperation extends Error {
  constructor(service: string, operation: string) {
    super(`prove/stores must have ${service}.${operation}`);
  }
}

/**
 * Whether the SDK repeats a call that failed so: throttling, an error of the server, a connection that broke.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function isRepeated(error: unknown): boolean {
  const { name, code, $metadata } = error as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    status >= 500 ||
    status === 429 ||
    /Throttl|TooManyRequests|RequestLimitExceeded/.test(name ?? '') ||
    code === 'ECONNRESET'
  );
}
