import { play } from '../run/play';
import type { Attempt, Intercept } from '../run/call';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import type { CaseRun } from '../run/case-run';
import { type Case, caseId, pastOf } from './family';
import type { FollowUp } from './follow-up';

/** What meets one call of an invocation. */
export type CallFault = (
  attempt: Attempt,
  perform: () => object,
  caseRun: CaseRun,
) => object | Promise<object>;

/** A case in which the invocation runs again from its beginning, with a fault at one call. */
export function faultAt(
  release: RecordedRelease,
  family: string,
  at: RecordedInvocation,
  call: number,
  fault: CallFault,
  followUp: FollowUp,
): Case {
  return {
    id: caseId(release, family, at, call, followUp.name),
    ...{ past: pastOf(release.invocations, at), from: at.before, followUp },
    begin: (caseRun) => {
      const intercept: Intercept = (attempt, perform) =>
        attempt.call === call ? fault(attempt, perform, caseRun) : perform();
      return runAgain(caseRun, at, intercept);
    },
  };
}

/** Has Lambda run the invocation that was recorded, before anything else. */
export async function runAgain(
  caseRun: CaseRun,
  { invocation }: RecordedInvocation,
  intercept?: Intercept,
): Promise<void> {
  caseRun.simulated.lambda.queue.unshift(invocation);
  let handled = 0;
  await play(caseRun, {
    intercept: () => (handled++ === 0 ? intercept : undefined),
    until: () => handled > 0,
  });
}
