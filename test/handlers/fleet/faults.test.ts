import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { MINIMUM_TAG, RETIRING_TAG } from '../../../handlers/contract/names';
import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { failBeforeChanges, type FleetFaultCase } from '../harness/fleet-faults';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness } from '../harness/fleet-harness';
import {
  beginExecution,
  type ServingFleet,
  shiftAll,
  startGreen,
  startServing,
} from '../harness/fleet-start';

/**
 * Functions that keep what they have in memory: Lambda uses a process again whose invocation failed. `npm run prove` has a
 * process die at every call, and starts the next one with nothing in memory.
 */
const harness = fleetHarness({ keep: 9 });

/** Every target group with traffic has as many healthy targets as the fleet that served at the beginning. */
async function servesEnough() {
  const { weights, healthy } = await harness.fleet.sides();
  for (const [side, weight] of weights.entries())
    if (weight > 0) expect(healthy[side]).toBeGreaterThanOrEqual(2);
}

async function remove(name: string) {
  const { autoScaling } = harness.fleet.clients;
  const isThere = async () =>
    (await harness.fleet.look()).groups.some(({ AutoScalingGroupName }) => AutoScalingGroupName === name);
  if (await isThere())
    await autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name, ForceDelete: true }),
    );
  for (let tries = 0; (await isThere()) && tries < 20; tries++) await harness.pass(15);
}

/** The record of the release that serves. */
const recordOf = ({ blue, imageId, version }: ServingFleet) =>
  JSON.stringify({
    serving: {
      ...{ type: 'asg', group: blue, imageId, cause: 'release' },
      launchTemplate: { name: harness.fleet.name, version },
      ...{ pipelineExecutionId: 'e1000000', servingSince: '2026-01-01T00:00:00.000Z' },
    },
  });

const namesIn = async () =>
  (await harness.fleet.look()).groups.map(({ AutoScalingGroupName }) => AutoScalingGroupName ?? '');

describe('create-launch-template-version', () => {
  test(
    'makes one version more, also where each call before that first fails',
    async () => {
      let amiVersion = '';
      let before = '';
      const latest = async () => (await harness.fleet.look()).parameters['launch-template'] ?? '1';
      await failBeforeChanges(harness, {
        reset: async () => {
          before = await latest();
          amiVersion = await harness.fleet.put('ami-id', await harness.fleet.image());
        },
        job: () => harness.job('createLaunchTemplateVersion', { executionId: 'e2000000', amiVersion }),
        always: async () => undefined,
        check: async () => expect(await latest()).toBe(`${Number(before) + 1}`),
      });
    },
    FAULT_TEST_TIMEOUT,
  );
});

describe('create-green-group', () => {
  let serving: ServingFleet;
  let launchTemplateVersion: string;
  let imageId: string;
  const green = () => `${harness.fleet.name}-e2000000-1`;
  const fault: FleetFaultCase = {
    reset: async () => {
      for (const name of await namesIn()) if (name !== serving.blue) await remove(name);
      await harness.fleet.put('asg/green', 'none');
      await harness.fleet.release(serving.blue, 1);
      harness.pipeline.executions.splice(1);
      beginExecution(harness, 'e2000000');
    },
    job: () => harness.job('createGreenGroup', { executionId: 'e2000000', launchTemplateVersion, imageId }),
    always: servesEnough,
    check: async () => {
      const { groups, healthy, weights, parameters } = await harness.fleet.look();
      expect({ healthy, weights }).toEqual({ healthy: [2, 2], weights: [100, 0] });
      expect(groups.map(({ AutoScalingGroupName, MinSize }) => [AutoScalingGroupName, MinSize])).toEqual([
        [serving.blue, 2],
        [green(), 2],
      ]);
      expect(groups.map((one) => tagsOf(one)[MINIMUM_TAG])).toEqual(['1', '1']);
      expect(JSON.parse(parameters['asg/green'] ?? '')).toMatchObject({ group: green() });
    },
  };

  beforeEach(async () => {
    serving = await startServing(harness);
    imageId = await harness.fleet.image();
    launchTemplateVersion = await harness.fleet.put('launch-template', await harness.fleet.version(imageId));
  });

  test(
    'ends the same where each call before the first change of an invocation first fails',
    () => failBeforeChanges(harness, fault),
    FAULT_TEST_TIMEOUT,
  );
});

describe('shift-traffic', () => {
  let serving: ServingFleet;
  let green: string;
  let asgGreen: string;
  const fault: FleetFaultCase = {
    reset: async () => {
      await harness.fleet.weigh(100);
      await harness.fleet.put('asg/new', serving.blue);
      await harness.fleet.put('asg/old', 'none');
      await harness.fleet.put('asg/green', asgGreen);
      await harness.fleet.put('release', recordOf(serving));
    },
    job: () => harness.job('shiftTraffic', { executionId: 'e2000000', group: green, traffic: 'steps' }),
    always: servesEnough,
    check: async () => {
      const { weights, parameters } = await harness.fleet.look();
      expect(weights).toEqual([0, 100]);
      expect(parameters).toMatchObject({ 'asg/new': green, 'asg/old': serving.blue });
      expect(JSON.parse(parameters.release ?? '')).toMatchObject({ serving: { group: green } });
    },
  };

  beforeEach(async () => {
    await harness.fleet.configure({ hash: `bake${harness.fleet.name}`, traffic: { bake: 30 } });
    serving = await startServing(harness);
    ({ green } = await startGreen(harness, serving));
    asgGreen = (await harness.fleet.look()).parameters['asg/green'] ?? '';
    beginExecution(harness, 'e2000000');
  });

  test(
    'ends the same where each call before the first change of an invocation first fails',
    () => failBeforeChanges(harness, fault),
    FAULT_TEST_TIMEOUT,
  );
});

describe('retire-blue-group', () => {
  let serving: ServingFleet;
  let green: string;
  let parameters: { newVersion: string; oldVersion: string };
  const fault: FleetFaultCase = {
    reset: async () => {
      await remove(serving.blue);
      const { imageId, version } = serving;
      await harness.fleet.group({ execution: 'e1000000', imageId, version, on: 0 });
      await harness.fleet.hold(green, 1);
      for (let tries = 0; (await harness.fleet.healthyOn(0)) < 2 && tries < 20; tries++)
        await harness.pass(15);
    },
    job: () => harness.job('retireBlueGroup', { executionId: 'e2000000', ...parameters }),
    always: servesEnough,
    check: async () => {
      await harness.pass(15);
      const { groups, weights, healthy } = await harness.fleet.look();
      expect({ weights, healthy }).toEqual({ weights: [0, 100], healthy: [0, 2] });
      expect(groups).toMatchObject([{ AutoScalingGroupName: green, MinSize: 1, DesiredCapacity: 2 }]);
      expect(groups[0] && tagsOf(groups[0])).not.toHaveProperty([RETIRING_TAG]);
      expect(groups[0] && tagsOf(groups[0])[MINIMUM_TAG]).toBeFalsy();
    },
  };

  beforeEach(async () => {
    await harness.fleet.configure({ hash: `hold${harness.fleet.name}`, traffic: { hold: 30 } });
    serving = await startServing(harness);
    const started = await startGreen(harness, serving);
    ({ green } = started);
    parameters = await shiftAll(harness, serving, started);
    beginExecution(harness, 'e2000000');
  });

  test(
    'ends the same where each call before the first change of an invocation first fails',
    () => failBeforeChanges(harness, fault),
    FAULT_TEST_TIMEOUT,
  );
});

describe('clean-up-groups', () => {
  test(
    'ends the same when it dies at any call and is invoked again',
    async () => {
      const serving = await startServing(harness);
      await harness.fleet.put('release', recordOf(serving));
      const prepare = async () => {
        for (const name of await namesIn()) if (name !== serving.blue) await remove(name);
        await harness.fleet.release(serving.blue, 1);
        await startGreen(harness, serving);
        await harness.fleet.weigh(50);
      };
      const check = async () => {
        const { groups, parameters, weights, healthy } = await harness.fleet.look();
        expect(groups).toMatchObject([{ AutoScalingGroupName: serving.blue, MinSize: 1 }]);
        expect(groups[0] && tagsOf(groups[0])).not.toHaveProperty([MINIMUM_TAG]);
        expect({ weights, healthy }).toEqual({ weights: [100, 0], healthy: [2, 0] });
        expect(parameters).toMatchObject({ 'asg/new': serving.blue, 'asg/green': 'none' });
      };
      let calls = 0;
      for (let run = 1; run <= 2; run++) {
        await prepare();
        harness.proxy.heal();
        await harness.sendEvent(harness.executionEvent('e2000000'));
        ({ calls } = harness.proxy);
      }
      expect(calls).toBeGreaterThan(8);
      for (let call = 1; call <= calls; call++) {
        await prepare();
        harness.proxy.break(call, call % 2 === 0 ? 'request lost' : 'response lost');
        await expect(harness.sendEvent(harness.executionEvent('e2000000'))).rejects.toThrow();
        await servesEnough();
        harness.proxy.heal();
        await harness.cleanUp('e2000000');
        await check();
      }
    },
    FAULT_TEST_TIMEOUT,
  );
});
