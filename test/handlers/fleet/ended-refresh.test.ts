import { ENDED_REFRESH_EVENTS } from '../../../handlers/contract/clean-up-groups';
import { RELEASING_TAG } from '../../../handlers/contract/names';
import { tagsOf } from '../harness/fleet-fixture';
import { fleetHarness } from '../harness/fleet-harness';
import { beginExecution, endExecution } from '../harness/fleet-start';
import { recordOf, refreshedFleet, versionsOf } from '../harness/refreshed-fleet';

const harness = fleetHarness();
const { releaseOf, jobOf, serving, end, theGroup, refreshesOf } = refreshedFleet(harness);

/** Milliseconds that end a hang; they do not judge speed. */
const TIMEOUT = 300_000;

/** The event of an execution that ends now. */
function endOf(execution: string): object {
  const found = harness.pipeline.executions.find(({ id }) => id === execution);
  if (found) found.status = 'Failed';
  return { ...harness.executionEvent(execution), time: new Date(harness.clock.now()).toISOString() };
}

/** A group whose refresh has been going on for a minute. */
async function refreshing(): Promise<{ group: string; version: string }> {
  const served = await serving();
  const { job } = await releaseOf('e1000000', await harness.fleet.image());
  await harness.invoke(job);
  await harness.pass(60);
  return served;
}

describe('an execution that ends while its refresh is in progress', () => {
  it(
    'has it rolled back, however often that is asked for',
    async () => {
      const { group, version } = await refreshing();
      await end('e1000000', 'Stopped');
      await harness.cleanUp('e1000000', 'STOPPED');
      await harness.pass(600);
      await harness.cleanUp('e1000000', 'STOPPED');
      expect(await refreshesOf(group)).toMatchObject([{ Status: 'RollbackSuccessful' }]);
      const found = await theGroup();
      expect(versionsOf(found)).toEqual([version]);
      expect(tagsOf(found)).not.toHaveProperty(RELEASING_TAG);
    },
    TIMEOUT,
  );

  it(
    'is waited for a minute where Auto Scaling still shows the rollback as running',
    async () => {
      await refreshing();
      const event = endOf('e1000000');
      await harness.sendEvent(event); // which has it rolled back
      await expect(harness.sendEvent(event)).rejects.toThrow(/has ended, got: RollbackInProgress$/);
      await harness.pass(60);
      await harness.sendEvent(event);
      expect(tagsOf(await theGroup())).toHaveProperty([RELEASING_TAG]);
      await harness.pass(600);
      await harness.sendEvent(endOf('e1000000'));
      expect(tagsOf(await theGroup())).not.toHaveProperty([RELEASING_TAG]);
    },
    TIMEOUT,
  );

  it(
    'has nothing noted of it any more at the event of its end, also where no instance ends after it',
    async () => {
      const { group } = await refreshing();
      await harness.sendEvent(endOf('e1000000')); // which has it rolled back
      expect(tagsOf(await theGroup())).toHaveProperty([RELEASING_TAG]);
      await harness.pass(660);
      expect(await refreshesOf(group)).toMatchObject([{ Status: 'RollbackSuccessful' }]);
      await harness.sendLast(ENDED_REFRESH_EVENTS);
      expect(tagsOf(await theGroup())).not.toHaveProperty([RELEASING_TAG]);
    },
    TIMEOUT,
  );

  it(
    'is asked for again where the event of its end comes before Auto Scaling shows it',
    async () => {
      const { group } = await refreshing();
      const ended = endOf('e1000000');
      await harness.sendEvent(ended);
      const early = {
        ...ended,
        'detail-type': ENDED_REFRESH_EVENTS[0],
        detail: { AutoScalingGroupName: group, InstanceRefreshId: 'r-1' },
      };
      await expect(harness.sendEvent(early)).rejects.toThrow(/has ended, got: RollbackInProgress$/);
    },
    TIMEOUT,
  );

  it(
    'has it recorded where it has ended well',
    async () => {
      const { group } = await serving();
      const image = await harness.fleet.image();
      const { version, job } = await releaseOf('e1000000', image);
      await harness.invoke(job);
      await harness.pass(900);
      await end('e1000000', 'Failed');
      const found = await theGroup();
      expect(versionsOf(found)).toEqual([version]);
      expect(tagsOf(found)).not.toHaveProperty(RELEASING_TAG);
      const { parameters } = await harness.fleet.look();
      expect(recordOf(parameters)).toMatchObject({
        serving: { group, imageId: image, launchTemplate: { version } },
      });
    },
    TIMEOUT,
  );

  it(
    'has it recorded as that of a rollback, whatever id that was given, at the event of any later execution',
    async () => {
      const { group, imageId, version } = await serving();
      const { job } = await releaseOf('e1000000', await harness.fleet.image());
      await harness.play(job);
      await end('e1000000', 'Succeeded');
      beginExecution(harness, 'e2000000', 'e0000000');
      await harness.invoke(await jobOf('e0000000', imageId, version));
      await harness.pass(900);
      endExecution(harness, 'Failed');
      beginExecution(harness, 'e3000000');
      await end('e3000000', 'Failed');
      const { parameters } = await harness.fleet.look();
      expect(recordOf(parameters)).toMatchObject({
        serving: { group, imageId, pipelineExecutionId: 'e2000000', cause: 'rollback' },
        previous: { pipelineExecutionId: 'e1000000' },
      });
    },
    TIMEOUT,
  );
});
