import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { type StartedEndpoint, startWholeEndpoint } from '../../../local-endpoint/testing/whole-endpoint';
import { asgBlueGreen } from '../../../prove/kinds/asg-blue-green';
import { draw } from '../../../prove/replay/draw';
import type { LeavesOutRequest } from '../../../prove/replay/gate';
import { type ReplayedVerdict, replay } from '../../../prove/replay/replay';
import { replayable } from '../../../prove/replay/replayable';

/** One of each way to fail, where a release begins with nothing, because that is half of the calls. */
const IDS = [
  'asg-blue-green/kill-after/first-release/create-green-group/1.14',
  'asg-blue-green/throttled/first-release/shift-traffic/1.11',
  'asg-blue-green/dropped/first-release/create-green-group/1.14',
];

jest.setTimeout(900_000); // ends a hang: an idle machine needs ten seconds for a case

let local: StartedEndpoint<VirtualClock>;
let accounts = 0;

beforeAll(async () => {
  local = await startWholeEndpoint({ clock: virtualClock({ driver: 'the test' }) });
}, 60_000);
afterAll(() => local.close());

function replayed(id: string, leavesOut?: LeavesOutRequest): Promise<ReplayedVerdict> {
  const one = replayable(id);
  if (!one) throw new Error(`${id} must be a case that can be replayed`);
  const account = `4${String(++accounts).padStart(3, '0')}${ACCOUNT.slice(4)}`;
  const { url, clock } = local;
  const endpoint = { url, clock, account, region: REGION, config: local.client(account) };
  return replay(endpoint, asgBlueGreen, one, leavesOut);
}

test.each(IDS)('%s comes to the same with processes and HTTP', async (id) => {
  expect(await replayed(id)).toEqual({ violations: [], hasHappened: true });
});

test('a call that a function leaves out is found, in a release whose first event is delivered twice', async () => {
  const id = 'asg-blue-green/delivered-twice/first-release/create-launch-template-version/1.5';
  const { violations, hasHappened } = await replayed(
    id,
    (action, operation) => action === 'create-green-group' && operation === 'EnableMetricsCollection',
  );
  expect(hasHappened).toBe(true);
  expect(violations).toEqual([expect.stringMatching(/must have its metrics/)]);
});

test('only cases whose fault meets a call are replayed', () => {
  expect(replayable('asg-blue-green/kill-after/release/shift-traffic/1.14+retry')).toMatchObject({
    followUp: 'retry',
    fault: { family: 'kill-after', action: 'shift-traffic', invocation: 1, call: 14, isForGood: true },
  });
  expect(replayable('asg-blue-green/stale/release/shift-traffic/1.14')).toBeUndefined();
});

test('the same seed draws the same cases', () => {
  const all = Array.from({ length: 500 }, (_, at) => at);
  expect(draw(all, 5, 7)).toEqual(draw(all, 5, 7));
  expect(draw(all, 5, 7)).not.toEqual(draw(all, 5, 8));
});
