import { choose } from '../../../prove/choose';
import { describeCosts } from '../../../prove/report/cost';
import { playScenario } from '../../../prove/run/play-scenario';
import { playAll } from '../../../prove/workers/play-all';
import { Player } from '../../../prove/workers/player';

const family = 'delivered-twice';
const tasks = ['first-release', 'unchanged', 'rollback'].map((scenario) => ({
  ...{ kind: 'lambda', scenario, family },
}));
const listener = { progress: () => undefined, done: () => undefined };

const withoutSeconds = <T extends object>(results: readonly T[]) =>
  results.map((one) => ({ ...one, seconds: 0 }));

test('scenarios come to the same in two processes as in this one, in their order', async () => {
  const here = [];
  for (const { kind, scenario: name } of tasks) {
    const { scenarios, families } = choose({ kind, scenario: name, family });
    for (const scenario of scenarios)
      here.push(...(await playScenario(scenario, families, async () => undefined)).results);
  }
  const { played, errors, costs } = await playAll(tasks, 2, listener);
  expect(errors).toEqual([]);
  expect(withoutSeconds(played.flatMap(({ results }) => results))).toEqual(withoutSeconds(here));
  expect(costs).toHaveLength(2);
  const cases = here.reduce((sum, one) => sum + one.cases, 0);
  expect(costs.reduce((sum, one) => sum + one.cases, 0)).toBe(cases);
  expect(describeCosts(costs, 9)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(`^${cases} cases, of which `),
      '2 processes, 9 seconds from beginning to end',
    ]),
  );
});

test('one that cannot be played is named, and the others are played', async () => {
  const unknown = { kind: 'lambda', scenario: 'nothing' };
  const { played, errors } = await playAll([unknown, ...tasks.slice(1, 2)], 1, listener);
  expect(errors).toEqual([
    expect.stringMatching(/^lambda, nothing could not be played: .*--scenario must be/),
  ]);
  expect(played).toHaveLength(1);
});

test('a process that dies is an error that names the scenario', async () => {
  const player: Player = new Player(() => process.kill(player.pid ?? 0, 'SIGKILL'));
  await expect(player.play({ kind: 'lambda', scenario: 'queued-releases' })).rejects.toThrow(
    'lambda, queued-releases: the process that plays it died, of SIGKILL',
  );
  expect(player.isAlive).toBe(false);
});
