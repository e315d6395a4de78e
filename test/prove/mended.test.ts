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
    id: 'asg-blue-green/stale/alarm-in-bake/clean-up-groups/4.5+retry',
    what: 'a rollback of instances that a late read shows as running is asked for again',
  },
  {
    id: 'asg-blue-green/changed/alarm-in-bake/refresh-instances/2.0+without-template',
    what: 'a rollback of instances that fails says that no instance could be launched, and why',
  },
  {
    id: 'asg-blue-green/changed/alarm-in-bake/clean-up-groups/4.0+without-release',
    what: 'a release that an alarm ended need not name what it did not come to need, but its retry does',
  },
  {
    id: 'asg-blue-green/changed/unhealthy-refresh/clean-up-groups/6.0+instance-lost',
    what: 'an instance that is lost while those of the release are never healthy is made up for by the rollback',
  },
  {
    id: 'asg-blue-green/stale/refresh-rollback/clean-up-groups/3.4+retry',
    what: 'a rollback of instances is not recorded again as the release that it goes back to',
  },
  {
    id: 'asg-blue-green/stopped/refresh-rollback/refresh-instances/2.0+new',
    what: 'the action of a rollback that is being stopped goes on, where it is given the id of its target',
  },
  {
    id: 'asg-blue-green/kill-then-fault/unhealthy-release/create-green-group/11.8/stale/create-green-group/1.8+retry',
    what: 'a minimum is given back also where a late read does not show that it is raised',
  },
  {
    id: 'asg-blue-green/changed/rollback-in-hold/clean-up-groups/2.0+without-asg-new',
    what: 'a rollback in the hold stays recorded where someone deletes which group serves',
  },
  {
    id: 'asg-blue-green/kill-then-fault/rollback-in-hold/shift-traffic/1.0/stale/clean-up-groups/2.2+retry',
    what: 'a record that is read late is not overwritten',
  },
  {
    id: 'asg-blue-green/kill-pairs/queued-releases/retire-blue-group/2.0/retire-blue-group/1.0',
    what: 'an action that ends late leaves the minimum that the next release holds',
  },
  {
    id: 'asg-blue-green/kill-pairs/rollback-in-hold/create-launch-template-version/1.0/create-green-group/1.0',
    what: 'the group of a rollback is not named as one that is on its way out, where it is given the id of its target',
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
