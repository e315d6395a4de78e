import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { IN_PROCESS_CALLS } from '../kit/in-process-handler';

/** Turns of the event loop without a request after which nothing more is to come: an answer is read and the next call made in less. */
const QUIET_TURNS = 12;

/** Where no request begins or ends for that long, those that are open wait for something themselves, or their connections broke. */
const MAX_SILENCE_MILLISECONDS = 200;

const BEGUN = ['http.server.request.start', `tracing:${IN_PROCESS_CALLS}:start`];
const ANSWERED = ['http.server.response.finish', `tracing:${IN_PROCESS_CALLS}:asyncEnd`];

/** Knows which requests this process is answering. */
export interface Traffic {
  /** Waits until what has been set going has made its calls and waits for time to go on; for a moment at most. */
  settle(): Promise<void>;
  /** Stops watching. */
  end(): void;
}

/** Watches all servers of this process from now on, and what calls an endpoint in it without a connection. */
export function watchTraffic(): Traffic {
  const open = new Set<unknown>();
  let lastChange = 0;
  const begun = (message: unknown) => {
    lastChange = performance.now();
    open.add(requestOf(message));
  };
  const answered = (message: unknown) => {
    lastChange = performance.now();
    open.delete(requestOf(message));
  };
  for (const channel of BEGUN) subscribe(channel, begun);
  for (const channel of ANSWERED) subscribe(channel, answered);
  return {
    settle: async () => {
      lastChange = performance.now();
      for (
        let quiet = 0;
        quiet < QUIET_TURNS && performance.now() < lastChange + MAX_SILENCE_MILLISECONDS;
      ) {
        if (open.size > 0) await pause(1);
        else await turn();
        quiet = open.size > 0 ? 0 : quiet + 1;
      }
    },
    end: () => {
      for (const channel of BEGUN) unsubscribe(channel, begun);
      for (const channel of ANSWERED) unsubscribe(channel, answered);
    },
  };
}

/** HTTP's channels have the request in their message; that of calls without a connection is the message. */
const requestOf = (message: unknown): unknown => (message as { request?: unknown }).request ?? message;
