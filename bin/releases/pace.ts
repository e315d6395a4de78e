import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';

/** Calls in any second, attempts that are repeated included. */
const MAX_CALLS_PER_SECOND = 25;

/** When calls may be made. */
export interface Pace {
  /** Waits until the next call may be made. */
  next(): Promise<void>;
}

/** What a pace needs of time: milliseconds. */
export interface PaceClock {
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
}

/** At most so many calls in any second, in the order in which they were asked for. */
export function pace(clock: PaceClock, perSecond = MAX_CALLS_PER_SECOND): Pace {
  /** When the last calls are made, the oldest first. */
  const made: number[] = [];
  return {
    next() {
      const now = clock.now();
      const first = made.length < perSecond ? undefined : made.shift();
      const at = first === undefined ? now : Math.max(now, first + 1_000);
      made.push(at);
      return at > now ? clock.wait(at - now).then(() => undefined) : Promise.resolve();
    },
  };
}

/** Of this process: an account's limits are for everything that calls. */
const shared = pace({ now: () => performance.now(), wait: (milliseconds) => pause(milliseconds) });

/** What is needed of a client of any service. */
interface PacedClient {
  readonly middlewareStack: {
    add(
      middleware: CallMiddleware,
      options: { step: 'finalizeRequest'; priority: 'low'; name: string },
    ): void;
  };
}

type CallMiddleware = <Args extends { readonly request: unknown }, Answer>(
  next: (args: Args) => Promise<Answer>,
) => (args: Args) => Promise<Answer>;

/**
 * Has a client keep the pace of the process, in each attempt. An endpoint on this machine is no AWS, and is called as fast
 * as it answers.
 */
export function paced<Client extends PacedClient>(client: Client): Client {
  client.middlewareStack.add(
    (next) => async (args) => {
      if (!isOnThisMachine(args.request)) await shared.next();
      return next(args).catch(refuseUnreachable);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'pace' },
  );
  return client;
}

/** Codes of Node's network errors that another attempt does not change. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND'];

/** @throws ExpectedError, which the SDK does not try again, where nobody answers at the address */
function refuseUnreachable(error: Error & { readonly code?: string }): never {
  if (!UNREACHABLE.includes(error.code ?? '')) throw error;
  throw new ExpectedError(`AWS cannot be reached: ${error.message || error.code}`);
}

function isOnThisMachine(request: unknown): boolean {
  const { hostname = '' } = request as { readonly hostname?: string };
  return /^(.*\.)?localhost$|^127\.|^\[?::1\]?$/.test(hostname);
}
