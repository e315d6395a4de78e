import { isChange, perform } from '../run/call';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { snapshot, type World } from '../world/world';
import { type Family, pastOf } from './family';
import { RETRY } from './follow-up';
import { faultAt } from './intercepted';

/** The part of the world that a service reads, by the names of {@link STORES}. */
const PARTS: Readonly<Record<string, keyof World>> = {
  'auto-scaling': 'autoScaling',
  'elastic-load-balancing-v2': 'loadBalancing',
  ssm: 'ssm',
  codepipeline: 'pipeline',
  ec2: 'ec2',
};

/** Seconds after a change within which a read may not show it. */
const MOMENT_SECONDS = 5;

/**
 * A read is answered with the state before the last change of its service, where that is of this moment.
 * https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
 */
export const stale: Family = {
  name: 'stale',
  what: 'it is answered with the state of a moment ago',
  cases: (release) =>
    release.invocations.flatMap((at) =>
      at.calls.flatMap(({ attempt: { call, service, operation } }) => {
        const part = PARTS[service];
        if (isChange(operation) || !part) return [];
        const before = stateBefore(release, at, call, part);
        if (!before) return [];
        return faultAt(
          ...([release, stale.name, at, call] as const),
          (attempt, _, { world }) =>
            perform({ ...snapshot(before), now: world.now }, service, operation, attempt.input),
          RETRY,
        );
      }),
    ),
};

/** @returns the world before the last change of a part, where there was one a moment ago */
function stateBefore(
  { invocations }: RecordedRelease,
  at: RecordedInvocation,
  call: number,
  part: keyof World,
): World | undefined {
  const worlds = [...pastOf(invocations, at), { ...at, calls: at.calls.slice(0, call - 1) }].flatMap(
    ({ before, calls }) => [before, ...calls.map(({ after }) => after)],
  );
  const now = worlds.at(-1);
  const text = JSON.stringify(now?.[part]);
  const changed = worlds.findLastIndex((world) => JSON.stringify(world[part]) !== text);
  const [before, after] = [worlds[changed], worlds[changed + 1]];
  if (!now || !before || !after || after.now < now.now - MOMENT_SECONDS * 1000) return undefined;
  return before;
}
