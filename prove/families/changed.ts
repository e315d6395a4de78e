import type { Change, Undo } from '../kinds/kind';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { type Case, caseId, type Family, pastOf } from './family';
import { undoneBefore } from './follow-up';

/** Someone, or AWS, changes something between two invocations; each scenario names what. */
export const changed: Family = {
  name: 'changed',
  what: 'before its invocation someone else changes something',
  cases: (release) =>
    release.invocations.flatMap((at) =>
      (release.scenario.changes ?? [])
        .filter(({ when }) => when?.(at.before) ?? true)
        .map((change) => changedBefore(release, at, change)),
    ),
};

function changedBefore(release: RecordedRelease, at: RecordedInvocation, change: Change): Case {
  let undo: Undo | void = undefined;
  return {
    id: caseId(release, changed.name, at, 0, change.name),
    ...{ past: pastOf(release.invocations, at), from: at.before },
    followUp: undoneBefore(change, () => undo),
    begin: async (caseRun) => {
      const { simulated, observer } = caseRun;
      observer.note?.(change.name);
      undo = change.apply(simulated);
      caseRun.toleratedUntil = simulated.now + (change.lossSeconds ?? 0) * 1000;
      caseRun.always = change.always ?? caseRun.always;
      simulated.lambda.queue.unshift(at.invocation);
    },
  };
}
