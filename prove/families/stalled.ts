import { play } from '../run/play';
import { RETRY } from './follow-up';
import { type Family, ofFunctions } from './family';
import { faultAt } from './intercepted';

/** Less than the functions' time-out. */
const STALL_SECONDS = 50;

/**
 * A process is slow, or the machine under it: it goes on with what it has read, while everything else has gone on, too. It is
 * how functions meet that are not started by one another.
 */
export const stalled: Family = {
  name: 'stalled',
  what: `before it the process stands still for ${STALL_SECONDS} seconds, in which everything else goes on`,
  cases: (release) =>
    ofFunctions(release.invocations).flatMap((at) =>
      at.calls.map(({ attempt: { call } }) =>
        faultAt(
          ...([release, stalled.name, at, call] as const),
          async ({ attempt }, perform, caseRun) => {
            if (attempt > 1) return perform();
            caseRun.observer.note?.(`(stands still for ${STALL_SECONDS} s`);
            await play(caseRun, { end: caseRun.simulated.now + STALL_SECONDS * 1000 });
            caseRun.observer.note?.('goes on)');
            return perform();
          },
          RETRY,
        ),
      ),
    ),
};
