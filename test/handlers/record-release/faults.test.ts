import { randomUUID } from 'node:crypto';
import { callsWith } from '../harness/faults';
import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { releaseHarness } from '../harness/release-harness';

const release = releaseHarness();
const harness = release.action;

/** The calls that recording a second release takes, from the role's session to the job's result. */
async function callsOfOneRun(): Promise<readonly string[]> {
  await prepareSecond();
  harness.proxy.heal();
  await harness.run();
  expect(harness.proxy.operations).toHaveLength(harness.proxy.calls);
  return [...harness.proxy.operations];
}

/** Another account's function records the first release, so that the second begins by assuming its role. */
async function prepareSecond() {
  await harness.nextPipeline();
  const first = await release.deploy(1);
  await harness.forge({ ...release.deploymentEvent('d-1'), account: '222222222222' }, '222222222222');
  const second = await release.deploy(2);
  return { first, second };
}

// `npm run prove` plays the other ways to fail at each of these calls, on an account in memory.
test(
  'ends the same when it dies after any of its calls and is invoked again',
  async () => {
    const calls = await callsOfOneRun();
    expect(calls.length).toBeGreaterThan(14);
    for (const call of callsWith('response lost', calls)) {
      const { first, second } = await prepareSecond();
      const id = randomUUID();
      harness.proxy.break(call, 'response lost');
      await expect(harness.invoke(harness.job([], { id }))).rejects.toThrow();
      harness.proxy.heal();
      await harness.invoke(harness.job([], { id }));
      expect(await release.outcome()).toMatchObject({
        serving: second.digest,
        previous: first.digest,
        record: { serving: { pipelineExecutionId: 'e-2' }, previous: { pipelineExecutionId: 'e-1' } },
      });
      expect(harness.history.results).toMatchObject([{ kind: 'success', jobId: id }]);
    }
  },
  FAULT_TEST_TIMEOUT,
);

test.each([1, 7, 14])(
  'is invoked again when call %i fails, and sends one result for each job',
  async (call) => {
    const { first, second } = await prepareSecond();
    harness.proxy.break(call, 'unavailable', true);
    await harness.run();
    const [waiting] = harness.history.results;
    expect(waiting).toMatchObject({
      kind: 'success',
      continuationToken: expect.stringContaining('deadline') as string,
    });
    const continuationToken = waiting?.kind === 'success' ? waiting.continuationToken : '';
    await harness.run([], { id: 'again', continuationToken });
    expect(await release.outcome()).toMatchObject({ serving: second.digest, previous: first.digest });
    expect(harness.history.results[1]).toMatchObject({ kind: 'success', jobId: 'again' });
    expect(harness.history.results[1]).not.toHaveProperty('continuationToken');
  },
);

test('throws for an event, so that Lambda retries it, and then ends the same', async () => {
  const { first, second } = await prepareSecond();
  harness.proxy.break(9, 'response lost');
  await expect(release.sendEvent('d-2')).rejects.toThrow();
  harness.proxy.heal();
  await release.sendEvent('d-2');
  expect(await release.outcome()).toMatchObject({ serving: second.digest, previous: first.digest });
});
