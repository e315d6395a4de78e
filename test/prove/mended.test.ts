import { choose, findCase } from '../../prove/choose';
import { record } from '../../prove/run/record';
import { runCase } from '../../prove/run/run-case';

/** Cases that broke something once, and are not among those of the other tests. */
const MENDED = [
  {
    id: 'ecs-rolling/stopped/release/codepipeline-ecs/4.0+new-at-once',
    what: 'a release that is stopped while ECS deploys it, and serves, is what served before the next one',
  },
];

test.each(MENDED)('$what', async ({ id }) => {
  const { scenarios, families } = choose({ case: id });
  const [scenario] = scenarios;
  if (!scenario) throw new Error('A case has a scenario');
  const release = await record(scenario);
  expect((await runCase(release, await findCase(release, families, id), new Map())).violations).toEqual([]);
});
