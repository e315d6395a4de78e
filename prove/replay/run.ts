import { startLocalEndpoint, virtualClock } from '@pipeline-factory/local-endpoint';
import type { Choice } from '../choose';
import type { Kind } from '../kinds/kind';
import { record } from '../run/record';
import { REGION } from '../simulated-account/simulated-account';
import { draw } from './draw';
import { REPLAYED_KINDS } from './kinds';
import { replay } from './replay';
import { type ReplayableCase, replayable } from './replayable';

/** One case in so many. */
const ONE_IN = 100;

/**
 * Replays one case in a hundred with functions' processes, HTTP and moto, and prints what each came to.
 * @param seed draws them
 * @returns whether all came to the same as in the model: nothing is broken
 */
export async function runReplay(choice: Choice, seed: number): Promise<boolean> {
  const clock = virtualClock({ driver: 'the replay' });
  const local = await startLocalEndpoint({
    port: 0,
    clock,
    account: '111111111111',
    region: REGION,
    log: () => undefined,
  });
  let [number, different] = [0, 0];
  try {
    for (const kind of choice.kinds) {
      const all = await casesOf(kind, choice);
      const drawn = draw(all, Math.ceil(all.length / ONE_IN), seed);
      console.log(
        `${kind.name}: ${drawn.length} of ${all.length} cases that can be replayed, --seed ${seed}`,
      );
      for (const one of drawn) {
        const account = `4${String(++number).padStart(11, '0')}`;
        const credentials = { accessKeyId: account, secretAccessKey: 'replay' };
        const config = { endpoint: local.url, region: REGION, credentials };
        const verdict = await replay({ url: local.url, clock, account, region: REGION, config }, kind, one);
        const isSame = verdict.hasHappened && verdict.violations.length === 0;
        if (!isSame) different += 1;
        console.log(`${isSame ? 'same' : 'DIFFERENT'}  ${one.id}`);
        if (!verdict.hasHappened) console.log('  the call that was to fail was not made');
        for (const violation of verdict.violations) console.log(`  ${violation}`);
      }
    }
  } finally {
    await local.close();
  }
  console.log(`${number} cases replayed, ${different} with another verdict`);
  return different === 0;
}

async function casesOf(kind: Kind, { scenarios, families }: Choice): Promise<ReplayableCase[]> {
  const found: ReplayableCase[] = [];
  const replayed = REPLAYED_KINDS.get(kind.name)?.scenarios ?? {};
  for (const scenario of scenarios.filter((one) => kind.scenarios.includes(one) && one.name in replayed)) {
    const release = await record(scenario);
    for (const family of families)
      for await (const { id } of family.cases(release)) {
        const one = replayable(id, release);
        if (one) found.push(one);
      }
  }
  return found;
}
