import { ACCOUNT, REGION } from '@pipeline-factory/local-endpoint/testing';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { type StartedEndpoint, startWholeEndpoint } from '../../../local-endpoint/testing/whole-endpoint';
import { releaseParameterName, servingTag } from '../../../handlers/contract/names';
import { IDENTITY } from '../../../prove/ecs-service/names';
import { KINDS } from '../../../prove/kinds';
import { draw } from '../../../prove/replay/draw';
import type { LeavesOutRequest } from '../../../prove/replay/gate';
import { type ReplayedVerdict, replay } from '../../../prove/replay/replay';
import { replayable } from '../../../prove/replay/replayable';

/** A release begins with nothing, because what serves before is half of the calls. */
const ID = 'asg-blue-green/kill-after/first-release/create-green-group/1.14';

jest.setTimeout(900_000); // ends a hang: an idle machine needs ten seconds for a case

let local: StartedEndpoint<VirtualClock>;
let accounts = 0;

beforeAll(async () => {
  local = await startWholeEndpoint({ clock: virtualClock({ driver: 'the test' }) });
}, 60_000);
afterAll(() => local.close());

function replayed(id: string, leavesOut?: LeavesOutRequest): Promise<ReplayedVerdict> {
  const one = replayable(id);
  const kind = KINDS.find(({ name }) => name === one?.kind);
  if (!one || !kind) throw new Error(`${id} must be a case that can be replayed`);
  const account = `4${String(++accounts).padStart(3, '0')}${ACCOUNT.slice(4)}`;
  const { url, clock } = local;
  const endpoint = { url, clock, account, region: REGION, config: local.client(account) };
  return replay(endpoint, kind, one, leavesOut);
}

test('a death comes to the same with processes and HTTP', async () => {
  expect(await replayed(ID)).toEqual({ violations: [], hasHappened: true });
});

/** What a function leaves out, and what is found then, where one event is delivered twice. */
const LEFT_OUT = [
  {
    id: 'asg-blue-green/delivered-twice/first-release/create-launch-template-version/1.5',
    call: ['create-green-group', 'EnableMetricsCollection', ''],
    found: [/must have its metrics/],
  },
  {
    id: 'ecs-rolling/delivered-twice/first-release/update-task-definition/1.9',
    call: ['record-release', 'PutImage', servingTag(IDENTITY)],
    found: [
      /2: \S+, which is recorded to serve, must have one of the tags/,
      /2: \S+ must have the tag \S+-serving/,
    ],
  },
  {
    id: 'ecs-blue-green/delivered-twice/first-release/scan-images/1.7',
    call: ['record-release', 'PutParameter', releaseParameterName(IDENTITY)],
    found: [/3: the record must name \S+, which serves, got: none/, /6: the record must name execution/],
  },
  {
    id: 'lambda/delivered-twice/first-release/publish-versions/2.9',
    call: ['record-versions', 'DeleteFunction', ''],
    found: [
      /3: no versions of api must be left over, got: 1/,
      /3: no versions of worker must be left over, got: 1/,
    ],
  },
] as const;

test.each(LEFT_OUT)('$call.0 leaves out $call.1, which is found: $id', async ({ id, call, found }) => {
  const [by, operation, word] = call;
  const { violations, hasHappened } = await replayed(
    id,
    (action, made, body) => action === by && made === operation && body.includes(word),
  );
  expect(hasHappened).toBe(true);
  for (const violation of found) expect(violations).toContainEqual(expect.stringMatching(violation));
});

test('only cases whose fault meets a call are replayed', () => {
  expect(replayable('asg-blue-green/kill-after/release/shift-traffic/1.14+retry')).toMatchObject({
    followUp: 'retry',
    fault: { family: 'kill-after', action: 'shift-traffic', invocation: 1, call: 14, isForGood: true },
  });
  expect(replayable('asg-blue-green/stale/release/shift-traffic/1.14')).toBeUndefined();
});

test('calls of CodePipeline’s own actions and of CodeDeploy do not pass the gate, and no image is mended', () => {
  expect(replayable('ecs-rolling/throttled/release/update-task-definition/1.8+retry')).toBeDefined();
  expect(replayable('ecs-rolling/throttled/release/codepipeline-ecs/1.4+retry')).toBeUndefined();
  expect(replayable('ecs-blue-green/throttled/release/codedeploy/1.1+retry')).toBeUndefined();
  expect(replayable('ecs-rolling/kill-after/unhealthy-release/scan-images/1.1+new')).toBeDefined();
  expect(replayable('ecs-rolling/kill-after/unhealthy-release/scan-images/1.1+retry')).toBeUndefined();
});

test('the same seed draws the same cases', () => {
  const all = Array.from({ length: 500 }, (_, at) => at);
  expect(draw(all, 5, 7)).toEqual(draw(all, 5, 7));
  expect(draw(all, 5, 7)).not.toEqual(draw(all, 5, 8));
});
