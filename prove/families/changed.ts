import { type Case, caseId, type Family, pastOf } from './family';
import { undoneBefore } from './follow-up';

/** Someone, or AWS, changes something between two invocations; each scenario names what. */
export const changed: Family = {
  name: 'changed',
  what: 'before its invocation someone else changes something',
  cases: (release) =>
    release.invocations.flatMap((at) =>
      (release.scenario.changes ?? []).map(
        (change): Case => ({
          id: caseId(release, changed.name, at, 0, change.name),
          ...{ past: pastOf(release.invocations, at), from: at.before, followUp: undoneBefore(change) },
          begin: async ({ world, observer }) => {
            observer.note?.(change.name);
            change.apply(world);
            world.lambda.queue.unshift(at.invocation);
          },
        }),
      ),
    ),
};
