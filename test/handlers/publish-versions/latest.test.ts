import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import type { Fault } from '../harness/faulty-proxy';
import { publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();
const { built, failure, play, publish } = publishing(harness);

/** A pipeline whose alias names $LATEST, and an execution of it. */
async function prepare(): Promise<void> {
  await harness.next();
  await harness.moveAlias('api', '$LATEST');
  await harness.configure({ api: { memory: 256 } }, { latest: true });
  harness.pipeline.executions.push({ id: 'e1', status: 'InProgress', stage: 'Deploy' });
}

beforeEach(prepare);

test('brings configuration and code, which serve at once, and publishes nothing', async () => {
  expect(await publish(await built(1))).toEqual({ api: '$LATEST', SUMMARY: 'api $LATEST: changed' });
  expect(harness.changes()).toEqual(['UpdateFunctionConfiguration', 'UpdateFunctionCode']);
  expect(await harness.versions('api')).toEqual(['1']);
  expect(await harness.alias('api')).toEqual(['$LATEST', {}]);
  expect((await harness.configuration('api', 'live')).MemorySize).toBe(256);
});

test('says so where nothing differs', async () => {
  await publish(await built(1));
  expect((await publish(await built(1))).SUMMARY).toBe('api $LATEST: unchanged');
  expect(harness.changes()).toHaveLength(2);
});

test('refuses an alias that somebody moved off $LATEST, before anything is changed, and how to move it back', async () => {
  await harness.moveAlias('api', '1');
  const message = await failure(await built(1));
  expect(message).toContain('must name $LATEST, as deploy.latest says, got: version 1; somebody moved it');
  expect(message).toContain("--function-version '$LATEST'");
});

test('refuses a rollback of its stage, before anything is changed, and what to do instead', async () => {
  harness.pipeline.executions.push({
    ...{ id: 'e2', status: 'InProgress', stage: 'Deploy', rollsBackTo: 'e1' },
  });
  const artifact = await built(1);
  for (const executionId of ['e1', 'e2']) {
    const { result } = await play(harness.job('publish-versions', { artifact, executionId }));
    expect(result).toMatchObject({
      failureDetails: { message: expect.stringContaining('release the former commit') as string },
    });
  }
  expect(harness.changes()).toEqual([]);
});

test('waits until CodePipeline shows the execution', async () => {
  harness.pipeline.executions.length = 0;
  const result = await harness.invoke(harness.job('publish-versions', { artifact: await built(1) }));
  expect(result?.kind === 'success' && result.continuationToken).toContain('CodePipeline to show execution');
  expect(harness.changes()).toEqual([]);
});

test.each<Fault>(['request lost', 'response lost'])(
  'ends the same when it dies at any call (%s) and is repeated',
  async (fault) => {
    await publish(await built(1));
    const { calls } = harness.proxy;
    for (let call = 1; call <= calls; call++) {
      await prepare();
      const job = harness.job('publish-versions', { artifact: await built(1) });
      harness.proxy.break(call, fault);
      await expect(harness.invoke(job)).rejects.toThrow();
      harness.proxy.heal();
      expect((await play(job)).result).toMatchObject({ outputVariables: { api: '$LATEST' } });
      expect(await harness.versions('api')).toEqual(['1']);
      expect((await harness.configuration('api')).MemorySize).toBe(256);
    }
  },
  FAULT_TEST_TIMEOUT,
);
