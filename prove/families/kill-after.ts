import type { Invocation } from '../simulated-account/invocation';
import { retryLater } from '../simulated-account/lambda';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { type Case, caseId, type Family, pastUpTo, ofFunctions } from './family';
import {
  type FollowUp,
  NEW_EXECUTION,
  NEW_EXECUTION_INSTEAD,
  redelivered,
  RETRY,
  RETRY_AT_ONCE,
  ROLLBACK,
  UNAIDED,
} from './follow-up';

/** What a person does where Lambda's attempts have died, too, before they made a call. */
function byAPerson({ scenario }: RecordedRelease, { invocation }: RecordedInvocation): FollowUp[] {
  if (!isJob(invocation)) return [redelivered(invocation), NEW_EXECUTION_INSTEAD];
  return [RETRY, RETRY_AT_ONCE, NEW_EXECUTION, ...(scenario.rollBack ? [ROLLBACK] : [])];
}

const isJob = ({ event }: Invocation): boolean => 'CodePipeline.job' in event;

/**
 * The process dies after a call, or before the first. Dying before a call is dying after the one before it. Lambda then
 * runs the function again; or a person has to help.
 */
export const killAfter: Family = {
  name: 'kill-after',
  what: 'the process dies after it took effect',
  cases: (release) =>
    ofFunctions(release.invocations).flatMap((at) =>
      deathsOf(at).flatMap((call) => [
        dying(release, at, call, UNAIDED, false),
        ...byAPerson(release, at).map((followUp) => dying(release, at, call, followUp, true)),
      ]),
    ),
};

/** The calls after which an invocation can die; 0 is before the first. */
const deathsOf = ({ calls }: RecordedInvocation): number[] => [
  0,
  ...calls.map(({ attempt }) => attempt.call),
];

function dying(
  release: RecordedRelease,
  at: RecordedInvocation,
  call: number,
  followUp: FollowUp,
  isForGood: boolean,
): Case {
  return {
    id: caseId(release, killAfter.name, at, call, followUp.name),
    past: pastUpTo(release.invocations, at, call),
    from: at.calls[call - 1]?.after ?? at.before,
    begin: async ({ simulated }) => retryLater(simulated, at.invocation, isForGood),
    followUp,
  };
}
