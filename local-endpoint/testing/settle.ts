import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

/** Turns of the event loop without a request after which nothing more is to come: an answer is read and the next call made in less. */
const QUIET_TURNS = 12;

/** A request that takes longer waits for something itself, or its connection broke. */
const MAX_SETTLE_MILLISECONDS = 200;

const BEGUN = ['http.server.request.start', 'http.client.request.start'];
const ANSWERED = ['http.server.response.finish', 'http.client.response.finish', 'http.client.request.error'];

/** Knows which requests of this process, and to it, are being answered. */
export interface Traffic {
  /** Waits until what has been set going has made its calls and waits for time to go on; for a moment at most. */
  settle(): Promise<void>;
  /** Stops watching. */
  end(): void;
}

/** Watches all servers of this process from now on, and its clients: what asks moto is answered by no server of its own. */
export function watchTraffic(): Traffic {
  const open = new Set<unknown>();
  const begun = (message: unknown) => void open.add((message as { request: unknown }).request);
  const answered = (message: unknown) => void open.delete((message as { request: unknown }).request);
  for (const channel of BEGUN) subscribe(channel, begun);
  for (const channel of ANSWERED) subscribe(channel, answered);
  return {
    settle: async () => {
      const deadline = Date.now() + MAX_SETTLE_MILLISECONDS;
      for (let quiet = 0; quiet < QUIET_TURNS && Date.now() < deadline; ) {
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
