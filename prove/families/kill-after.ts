import { retryLater } from '../world/lambda';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { type Case, caseId, type Family } from './family';
import { type FollowUp, NEW_EXECUTION, RETRY, RETRY_AT_ONCE, ROLLBACK, UNAIDED } from './follow-up';

/**
 * The process dies after a call, or before the first. Dying before a call is dying after the one before it. Lambda then
 * runs the function again; where a person has to help, Lambda's attempts have died, too, before they made a call.
 */
export const killAfter: Family = {
  name: 'kill-after',
  what: 'the process dies after it took effect',
  cases: (release) =>
    release.invocations.flatMap((at) =>
      [0, ...at.calls.map(({ attempt }) => attempt.call)].flatMap((call) => [
        dying(release, at, call, UNAIDED, false),
        ...[RETRY, RETRY_AT_ONCE, NEW_EXECUTION, ROLLBACK].map((followUp) =>
          dying(release, at, call, followUp, true),
        ),
      ]),
    ),
};

function dying(
  release: RecordedRelease,
  at: RecordedInvocation,
  call: number,
  followUp: FollowUp,
  isForGood: boolean,
): Case {
  return {
    id: caseId(release, killAfter.name, at, call, followUp.name),
    at,
    from: at.calls[call - 1]?.after ?? at.before,
    begin: async ({ world }) => retryLater(world, at.invocation, isForGood),
    followUp,
  };
}
