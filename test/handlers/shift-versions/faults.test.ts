import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { deployedVersions } from '../harness/deployed-versions';
import { versionsHarness } from '../harness/versions-harness';

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
