import { isChange, perform } from '../run/call';
import type { RecordedInvocation, RecordedRelease } from '../run/record';
import { snapshot, type SimulatedAccount } from '../simulated-account/simulated-account';
import { type Family, pastOf } from './family';
import { RETRY } from './follow-up';
import { faultAt } from './intercepted';

/** The part of the simulated account that a service reads, by the names of {@link STORES}. */
const PARTS: Readonly<Record<string, keyof SimulatedAccount>> = {
  'auto-scaling': 'autoScaling',
  'elastic-load-balancing-v2': 'loadBalancing',
  ssm: 'ssm',
  codepipeline: 'pipeline',
  ec2: 'ec2',
  ecs: 'ecs',
  ecr: 'ecr',
  codedeploy: 'codeDeploy',
  lambda: 'functions',
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
          (attempt, _, { simulated }) =>
            perform({ ...snapshot(before), now: simulated.now }, service, operation, attempt.input),
          RETRY,
        );
      }),
    ),
};

/** @returns the simulated account before the last change of a part, where there was one a moment ago */
function stateBefore(
  { invocations }: RecordedRelease,
  at: RecordedInvocation,
  call: number,
  part: keyof SimulatedAccount,
): SimulatedAccount | undefined {
  const states = [...pastOf(invocations, at), { ...at, calls: at.calls.slice(0, call - 1) }].flatMap(
    ({ before, calls }) => [before, ...calls.map(({ after }) => after)],
  );
  const now = states.at(-1);
  const text = JSON.stringify(now?.[part]);
  const changed = states.findLastIndex((simulated) => JSON.stringify(simulated[part]) !== text);
  const [before, after] = [states[changed], states[changed + 1]];
  if (!now || !before || !after || after.now < now.now - MOMENT_SECONDS * 1000) return undefined;
  return before;
}
