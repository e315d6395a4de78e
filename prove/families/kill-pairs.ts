import { retryLater } from '../world/lambda';
import { snapshot } from '../world/world';
import { isChange } from '../run/call';
import { type RecordedInvocation, type RecordedRelease, recordPlay } from '../run/record';
import { sceneOf } from '../run/scene';
import { type Case, caseId, type Family, pastUpTo } from './family';
import { UNAIDED } from './follow-up';

/**
 * A process dies, and another one in what follows: at each call of the recovery, because a release that dies at a later
 * call without one is another case of the first death.
 */
export const killPairs: Family = {
  name: 'kill-pairs',
  what: 'the process dies after it took effect, and another one at each call of what follows',
  async *cases(release) {
    for (const at of release.invocations)
      for (const call of changingDeaths(at)) yield* secondDeaths(release, at, call);
  },
};

/** Of the deaths that leave the same world only the first. */
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
  const world = snapshot(first.calls[call - 1]?.after ?? first.before);
  retryLater(world, first.invocation);
  const recovery = await recordPlay(sceneOf(scenario, world, {}, leavesOut));
  for (const at of recovery)
    for (const second of changingDeaths(at))
      yield {
        id: `${caseId(release, killPairs.name, first, call)}/${at.invocation.action}/${at.number}.${second}`,
        past: [...pastUpTo(release.invocations, first, call), ...pastUpTo(recovery, at, second)],
        from: at.calls[second - 1]?.after ?? at.before,
        begin: async (scene) => retryLater(scene.world, at.invocation),
        followUp: UNAIDED,
      };
}
