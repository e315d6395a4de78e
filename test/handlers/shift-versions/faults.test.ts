import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { deployedVersions } from '../harness/deployed-versions';
import { versionsHarness, type VersionsJob } from '../harness/versions-harness';

const harness = versionsHarness();
const deployed = deployedVersions(harness);
const prepare = () => deployed.next({ names: ['api', 'worker'], before: 'Succeeded' });

/** Both functions have one deployment of the one action. */
async function checkDeployments(): Promise<void> {
  for (const name of ['api', 'worker']) {
    const found = await deployed.deployments(name);
    expect(found.map(({ description }) => description)).toEqual(['Pipeline execution e1, action invoke-0']);
  }
}

async function countCalls(): Promise<number> {
  await prepare();
  await harness.invoke(deployed.job());
  return harness.proxy.calls;
}

test(
  'makes one deployment of each function when it dies after any of its calls and is invoked again',
  async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(8);
    for (let call = 1; call <= calls; call++) {
      await prepare();
      const job = deployed.job();
      harness.proxy.break(call, 'response lost');
      await expect(harness.invoke(job)).rejects.toThrow();
      harness.proxy.heal();
      await harness.invoke(job);
      await checkDeployments();
      expect(harness.pipeline.results).toHaveLength(1);
    }
  },
  FAULT_TEST_TIMEOUT,
);

test.each([1, 5, 9])(
  'makes one deployment of each function when call %i fails for a moment',
  async (call) => {
    expect(await countCalls()).toBeGreaterThan(call);
    await prepare();
    const job = deployed.job();
    harness.proxy.break(call, 'unavailable', true);
    const waiting = await harness.invoke(job);
    harness.proxy.heal();
    await harness.invoke(deployed.following(job, waiting));
    await checkDeployments();
  },
);

/** Both deployments move traffic, and that of `worker` is stopped by somebody. @returns the job of the next look */
async function fail(): Promise<VersionsJob> {
  await deployed.next({
    ...{ names: ['api', 'worker'], before: 'Succeeded' },
    config: 'CodeDeployDefault.LambdaCanary10Percent30Minutes',
  });
  const job = deployed.job();
  const first = await harness.invoke(job);
  const [worker] = await deployed.deployments('worker');
  await deployed.client.send(new StopDeploymentCommand({ deploymentId: worker?.deploymentId }));
  harness.proxy.heal();
  return deployed.following(job, first);
}

test(
  'takes the others back when the look that finds a failure dies after any of its calls',
  async () => {
    await harness.invoke(await fail());
    const { calls } = harness.proxy;
    expect(calls).toBeGreaterThan(4);
    for (let call = 1; call <= calls; call++) {
      const job = await fail();
      harness.proxy.break(call, 'response lost');
      await expect(harness.invoke(job)).rejects.toThrow();
      harness.proxy.heal();
      expect(await deployed.play(job)).toMatchObject({
        kind: 'failure',
        failureDetails: { message: expect.stringContaining('of worker ended as Stopped') as string },
      });
      for (const name of ['api', 'worker']) {
        expect(await harness.alias(name)).toEqual(['1', {}]);
        expect((await deployed.deployments(name))[0]).toMatchObject({ creator: 'user', status: 'Stopped' });
      }
    }
  },
  FAULT_TEST_TIMEOUT,
);
