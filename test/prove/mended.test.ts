import { choose, findCase } from '../../prove/choose';
import { record } from '../../prove/run/record';
import { runCase } from '../../prove/run/run-case';

/** Cases that broke something once, and are not among those of the other tests. */
const MENDED = [
  {
    id: 'ecs-rolling/stopped/release/codepipeline-ecs/4.0+new-at-once',
    what: 'a release that is stopped while ECS deploys it, and serves, is what served before the next one',
  },
  {
    id: 'lambda/throttled/release/record-versions/1.15+retry',
    what: 'a version that Lambda was too busy to delete is deleted a moment later',
  },
  {
    id: 'lambda/stopped/first-release/codepipeline-lambda/2.5+new',
    what: 'a first release that is abandoned in its canary is in no other one’s way',
  },
];

test.each(MENDED)('$what', async ({ id }) => {
  const { scenarios, families } = choose({ case: id });
  const [scenario] = scenarios;
  if (!scenario) throw new Error('A case has a scenario');
  const release = await record(scenario);
  expect((await runCase(release, await findCase(release, families, id), new Map())).violations).toEqual([]);
});
