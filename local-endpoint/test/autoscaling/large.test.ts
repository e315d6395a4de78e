import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { advanceUntil, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';
import { startAutoScaling } from './support/start';

/** As many as the release of a large fleet has. */
const INSTANCES = 500;

let endpoint: TestEndpoint;
let fleet: Fleet;

beforeAll(async () => {
  endpoint = await startAutoScaling();
  fleet = await createFleet(endpoint);
});

afterAll(() => endpoint.close());

const callsOf = (operation: string): number =>
  endpoint.calls.filter((call) => call.operation === operation).length;

it('launches, registers and terminates 500 instances with as many calls as a few', async () => {
  const name = await fleet.create({
    MaxSize: INSTANCES,
    DesiredCapacity: INSTANCES,
    TargetGroupARNs: [fleet.targetGroup],
  });
  await fleet.settled(name, INSTANCES);
  expect(callsOf('RunInstances')).toBe(1 + fleet.subnets.length); // one is the dry run
  expect(callsOf('RegisterTargets')).toBe(1);
  expect(Object.keys(await fleet.targets())).toHaveLength(INSTANCES);
  expect(await fleet.activities(name)).toHaveLength(100);
  await fleet.autoScaling.send(
    new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete: true }),
  );
  await advanceUntil(endpoint.clock, () =>
    fleet.group(name).then(
      () => false,
      () => true,
    ),
  );
  expect(callsOf('DeregisterTargets')).toBe(1);
  expect(callsOf('TerminateInstances')).toBe(1);
});
