import { retryLater } from '../simulated-account/lambda';
import { snapshot } from '../simulated-account/simulated-account';
import { type RecordedRelease, recordPlay } from '../run/record';
import { caseRunOf } from '../run/case-run';
import { droppedAlways, throttled } from './errors';
import type { Case, Family } from './family';
import { changingDeaths } from './kill-pairs';
import { stale } from './stale';
import { ofFunctions, pastUpTo } from './family';

/** What meets the calls of a recovery. */
const SECONDS: readonly Family[] = [throttled, droppedAlways, stale];

/**
 * A process dies, and another fault meets each call of what follows. A first death that leaves the same simulated account as one
 * before it has the same to follow, and is left out.
 */
export const killThen: Family = {
  name: 'kill-then-fault',
  what: 'the process dies after it took effect, and a call of what follows fails or reads what is old',
  async *cases(release) {
    for (const at of ofFunctions(release.invocations))
      for (const call of changingDeaths(at)) {
        const { scenario, executionId, leavesOut } = release;
        const simulated = snapshot(at.calls[call - 1]?.after ?? at.before);
        retryLater(simulated, at.invocation);
        const invocations = await recordPlay(caseRunOf(scenario, simulated, {}, leavesOut));
        const recovery: RecordedRelease = { scenario, executionId, invocations, leavesOut };
        const first = `${at.invocation.action}/${at.number}.${call}`;
        for (const second of SECONDS)
          for await (const one of second.cases(recovery))
            yield after(release, first, second, one, [at, call]);
      }
  },
};

function after(
  { scenario: { kind, name }, invocations }: RecordedRelease,
  first: string,
  { name: fault }: Family,
  one: Case,
  [at, call]: readonly [RecordedRelease['invocations'][number], number],
): Case {
  const rest = one.id.split('/').slice(3).join('/');
  return {
    ...one,
    id: `${kind}/${killThen.name}/${name}/${first}/${fault}/${rest}`,
    past: [...pastUpTo(invocations, at, call), ...one.past],
  };
}
