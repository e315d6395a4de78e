import { retryLater } from '../simulated-account/lambda';
import { snapshot } from '../simulated-account/simulated-account';
import { isChange } from '../run/call';
import { type RecordedInvocation, type RecordedRelease, recordPlay } from '../run/record';
import { caseRunOf } from '../run/case-run';
import { type Case, caseId, type Family, ofFunctions, pastUpTo } from './family';
import { UNAIDED } from './follow-up';

/**
 * A process dies, and another one in what follows: at each call of the recovery, because a release that dies at a later
 * call without one is another case of the first death.
 */
export const killPairs: Family = {
  name: 'kill-pairs',
  what: 'the process dies after it took effect, and another one at each call of what follows',
  async *cases(release) {
    for (const at of ofFunctions(release.invocations))
      for (const call of changingDeaths(at)) yield* secondDeaths(release, at, call);
  },
};

/** Of the deaths that leave the same simulated account only the first. */
export const changingDeaths = ({ calls }: RecordedInvocation): number[] => [
  0,
  ...calls.flatMap(({ attempt: { call, operation } }) => (isChange(operation) ? call : [])),
];

async function* secondDeaths(
  release: RecordedRelease,
  first: RecordedInvocation,
  call: number,
): AsyncGenerator<Case> {
  const { scenario, leavesOut } = release;
  const simulated = snapshot(first.calls[call - 1]?.after ?? first.before);
  retryLater(simulated, first.invocation);
  const recovery = await recordPlay(caseRunOf(scenario, simulated, {}, leavesOut));
  for (const at of ofFunctions(recovery))
    for (const second of changingDeaths(at))
      yield {
        id: `${caseId(release, killPairs.name, first, call)}/${at.invocation.action}/${at.number}.${second}`,
        past: [...pastUpTo(release.invocations, first, call), ...pastUpTo(recovery, at, second)],
        from: at.calls[second - 1]?.after ?? at.before,
        begin: async (caseRun) => retryLater(caseRun.simulated, at.invocation),
        followUp: UNAIDED,
      };
}
