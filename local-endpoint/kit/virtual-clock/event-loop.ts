import { setImmediate as turn } from 'node:timers/promises';

/**
 * What Node.js calls the operations that end by themselves and then call back: on files, names and connections. Sockets,
 * servers, timers and child processes may stay open while nothing happens.
 * https://nodejs.org/docs/latest-v20.x/api/process.html#processgetactiveresourcesinfo
 */
const OPERATION = /Req|^(?:Connect|Write|Shutdown)Wrap$|^Immediate$/;

/** Turns of the event loop: in the first, what has just been answered is read; the second is quiet if nothing came of it. */
const QUIET_TURNS = 2;

/**
 * Waits until this process has nothing to go on with by itself.
 * @param interrupted whether to stop waiting; asked after every turn
 * @returns whether that came, and not an interruption
 */
export async function quietTurn(interrupted: () => boolean): Promise<boolean> {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await turn();
    if (interrupted()) return false;
    quiet = process.getActiveResourcesInfo().some((kind) => OPERATION.test(kind)) ? 0 : quiet + 1;
  }
  return true;
}
