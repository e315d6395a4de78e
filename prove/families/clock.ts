import { type Case, caseId, type Family, pastOf, ofFunctions } from './family';
import { RETRY } from './follow-up';

const HOUR_MILLISECONDS = 3_600_000;

/** The clock of a function's process is wrong by an hour. What it writes into its token others read with another clock. */
export const clock: Family = {
  name: 'clock',
  what: 'its process has a clock that is an hour ahead, or behind',
  cases: (release) =>
    ofFunctions(release.invocations).flatMap((at) =>
      (['ahead', 'behind'] as const).map(
        (direction): Case => ({
          id: caseId(release, clock.name, at, 0, direction),
          ...{ past: pastOf(release.invocations, at), from: at.before, followUp: RETRY },
          begin: async ({ simulated, observer }) => {
            observer.note?.(`(its clock is an hour ${direction})`);
            const clockError = direction === 'ahead' ? HOUR_MILLISECONDS : -HOUR_MILLISECONDS;
            simulated.lambda.queue.unshift({ ...at.invocation, clockError });
          },
        }),
      ),
    ),
};
