import { MINIMUM_TAG } from '../../../handlers/contract/names';
import { changesOf } from '../harness/faults';
import { fleetHarness } from '../harness/fleet-harness';
import { tagsOf } from '../harness/fleet-fixture';
import { failureOf, release } from '../harness/fleet-release';

const harness = fleetHarness();

/** The calls that change something, without the results of jobs. */
const changes = () => changesOf(harness.proxy.operations);

test('brings the first fleet to serve', async () => {
  const image = await harness.fleet.image();
  const played = await release(harness, 'e1000000', image);
  expect(Object.values(played).map(failureOf)).toEqual([undefined, undefined, undefined, undefined]);
  const { weights, healthy, groups, parameters } = await harness.fleet.look();
  expect(weights).toEqual([0, 100]);
  expect(healthy[1]).toBe(1);
  expect(groups).toMatchObject([{ AutoScalingGroupName: `${harness.fleet.name}-e1000000-1`, MinSize: 1 }]);
  expect(parameters).toMatchObject({
    'asg/new': `${harness.fleet.name}-e1000000-1`,
    'asg/old': 'none',
    'launch-template': '2',
  });
  expect(JSON.parse(parameters.release ?? '')).toMatchObject({
    serving: { type: 'asg', imageId: image, commit: { id: 'commit-e1000000' }, cause: 'release' },
  });
});

test('replaces a fleet that has grown, with at most twenty changing calls', async () => {
  await release(harness, 'e1000000', await harness.fleet.image());
  const first = `${harness.fleet.name}-e1000000-1`;
  await harness.fleet.grow(first, 2);
  await harness.pass(60);
  harness.proxy.heal();
  const played = await release(harness, 'e2000000', await harness.fleet.image());
  expect(Object.values(played).map(failureOf)).toEqual([undefined, undefined, undefined, undefined]);
  expect(changes().length).toBeLessThanOrEqual(20);
  await harness.pass(30);
  const { weights, healthy, groups, parameters } = await harness.fleet.look();
  expect({ weights, healthy }).toEqual({ weights: [100, 0], healthy: [2, 0] });
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({ MinSize: 1, DesiredCapacity: 2 });
  expect(groups[0] && tagsOf(groups[0])[MINIMUM_TAG]).toBe('');
  expect(parameters['asg/old']).toBe(first);
});
