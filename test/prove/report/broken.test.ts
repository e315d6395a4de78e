import { choose, findCase } from '../../../prove/choose';
import type { Case } from '../../../prove/families/family';
import { killAfter } from '../../../prove/families/kill-after';
import { describeBroken } from '../../../prove/report/broken';
import { playFamily } from '../../../prove/run/matrix';
import { record } from '../../../prove/run/record';

const [first, release] = ['first-release', 'release'].flatMap(
  (name) => choose({ kind: 'asg-blue-green', scenario: name }).scenarios,
);
if (!first || !release) throw new Error('The kind has the scenarios');

test('a case that breaks something is printed call by call, the shortest of those that break the same', async () => {
  const recorded = await record(
    release,
    (action, { operation, input }) =>
      action === 'create-green-group' &&
      operation === 'PutParameter' &&
      JSON.stringify(input).includes('asg/green'),
  );
  const isNear = (id: string) => id.includes('/shift-traffic/1.14+retry');
  const cases = [...(killAfter.cases(recorded) as Iterable<Case>)].filter(({ id }) => isNear(id));
  const { broken } = await playFamily(recorded, { ...killAfter, cases: () => cases });
  const lines = await describeBroken(recorded, broken);
  expect(lines[0]).toBe(broken[0]?.case.id);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}BROKEN: .*2: no parameter names group/));
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}the shortest of them, asg-blue-green\/kill-after/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/auto-scaling\.CreateAutoScalingGroup/));
  expect(lines).toContainEqual('  |       here the fault begins');
});

test.each([
  [{ kind: 'nothing' }, '--kind must be one of asg-blue-green'],
  [{ family: 'nothing' }, '--family must be one of kill-after, '],
  [{ scenario: 'nothing' }, '--scenario must be one of release, '],
  [{ case: 'asg-blue-green/kill-after/nothing/a/1.1' }, 'its third part must be one of release, '],
  [{ case: 'asg-blue-green' }, 'its second part must be one of kill-after, '],
])('refuses %j with what there is', (chosen, message) => {
  expect(() => choose(chosen)).toThrow(message);
});

test('refuses the id of a case that there is not, with some that there are', async () => {
  const recorded = await record(first);
  const id = 'asg-blue-green/kill-after/first-release/shift-traffic/9.9';
  await expect(findCase(recorded, [killAfter], id)).rejects.toThrow(
    '--case must be the id of a case, for example asg-blue-green/kill-after/first-release/shift-traffic/1.0, ',
  );
});
