import { randomUUID } from 'node:crypto';
import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { versionsHarness, type VersionsJob } from '../harness/versions-harness';

const harness = versionsHarness();

/** A release of other code and configuration of one function, and of another that is unchanged. */
async function prepare(): Promise<VersionsJob> {
  await harness.next(['api', 'worker']);
  const worker = { 'dist/worker/index.js': 'exports.handler = async () => 1;' };
  const job = async (answer: number, executionId: string) => {
    const api = { 'dist/api/index.js': `exports.handler = async () => ${answer};` };
    const artifact = await harness.artifact({ ...api, ...worker });
    return harness.job('publish-versions', { artifact, executionId });
  };
  await harness.invoke(await job(1, 'e1'));
  for (const name of ['api', 'worker']) await harness.moveAlias(name, '2');
  await harness.configure({ api: { timeout: 10 } });
  harness.pipeline.reset();
  harness.proxy.heal();
  return job(2, 'e2');
}

async function check(jobs: readonly string[]): Promise<void> {
  expect(await harness.versions('api')).toEqual(['1', '2', '3']);
  expect(await harness.versions('worker')).toEqual(['1', '2']);
  expect(harness.pipeline.results.map(({ jobId }) => jobId)).toEqual(jobs);
  expect(harness.pipeline.results.at(-1)).toMatchObject({
    outputVariables: {
      ...{ api: '3', worker: '2' },
      SUMMARY: 'api 3 (serves 2): code, configuration timeout; worker 2: unchanged',
    },
  });
}

async function countCalls(): Promise<number> {
  await harness.invoke(await prepare());
  return harness.proxy.calls;
}

// `npm run prove` plays the other ways to fail at each of these calls, on an account in memory.
test(
  'ends the same when it dies after any of its calls and is invoked again',
  async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(10);
    for (let call = 1; call <= calls; call++) {
      const job = await prepare();
      harness.proxy.break(call, 'response lost');
      await expect(harness.invoke(job)).rejects.toThrow();
      harness.proxy.heal();
      await harness.invoke(job);
      await check([job.id]);
    }
  },
  FAULT_TEST_TIMEOUT,
);

test.each([1, 5, 10])(
  'is invoked again when call %i fails, and sends one result for each job',
  async (call) => {
    expect(await countCalls()).toBeGreaterThan(call);
    const job = await prepare();
    harness.proxy.break(call, 'unavailable', true);
    const waiting = await harness.invoke(job);
    harness.proxy.heal();
    const continuationToken = waiting?.kind === 'success' ? waiting.continuationToken : '';
    const again = { ...job, id: randomUUID(), continuationToken };
    await harness.invoke(again);
    await check([job.id, again.id]);
  },
);
