import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

/** Turns of the event loop without a request after which nothing more is to come. */
const QUIET_TURNS = 12;

/** However slow the machine is: a request that takes longer waits for something itself. */
const MAX_MILLISECONDS = 60_000;

/** Waits until what has been set going in this process has made its calls, and waits for time to go on. */
export async function quiet(cause: () => void): Promise<void> {
  const open = new Set<unknown>();
  const begun = (message: unknown) => void open.add((message as { request: unknown }).request);
  const answered = (message: unknown) => void open.delete((message as { request: unknown }).request);
  subscribe('http.server.request.start', begun);
  subscribe('http.server.response.finish', answered);
  cause();
  const deadline = Date.now() + MAX_MILLISECONDS;
  for (let turns = 0; turns < QUIET_TURNS && Date.now() < deadline; ) {
    if (open.size > 0) await pause(1);
    else await turn();
    turns = open.size > 0 ? 0 : turns + 1;
  }
  unsubscribe('http.server.request.start', begun);
  unsubscribe('http.server.response.finish', answered);
}
