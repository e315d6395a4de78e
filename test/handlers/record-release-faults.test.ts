import { randomUUID } from 'node:crypto';
import type { Fault } from './support/faulty-proxy';
import { releases } from './support/releases';

const on = releases();

/** How many calls the recording of a second release takes, from the role's session to the job's result. */
async function callsOfOneRun(): Promise<number> {
  await prepareSecond();
  on.world.proxy.heal();
  await on.act();
  return on.world.proxy.calls;
}

/** The first release is recorded with another account's role, so that the second begins by assuming its role. */
async function prepareSecond() {
  await on.another();
  const first = await on.deploy(1);
  await on.invoke({ ...on.event('d-1'), account: '222222222222' });
  const second = await on.deploy(2);
  return { first, second };
}

test.each<Fault>(['request lost', 'answer lost'])(
  'ends the same when it dies at any call (%s) and is invoked again',
  async (fault) => {
    const calls = await callsOfOneRun();
    expect(calls).toBeGreaterThan(14);
    for (let call = 1; call <= calls; call++) {
      const { first, second } = await prepareSecond();
      const id = randomUUID();
      on.world.proxy.break(call, fault);
      await expect(on.invoke(on.job(id))).rejects.toThrow();
      on.world.proxy.heal();
      await on.invoke(on.job(id));
      expect(await on.outcome()).toMatchObject({
        serving: second.digest,
        previous: first.digest,
        record: { serving: { pipelineExecutionId: 'e-2' }, previous: { pipelineExecutionId: 'e-1' } },
      });
      expect(on.world.history.results).toMatchObject([{ kind: 'success', jobId: id }]);
    }
  },
  120_000,
);

test('asks to be invoked again when one call fails, and gives each job one result', async () => {
  const calls = (await callsOfOneRun()) - 1;
  for (let call = 1; call <= calls; call++) {
    const { first, second } = await prepareSecond();
    on.world.proxy.break(call, 'unavailable', true);
    await on.act();
    const [waiting] = on.world.history.results;
    expect(waiting).toMatchObject({
      kind: 'success',
      continuationToken: expect.stringContaining('deadline') as string,
    });
    await on.invoke(on.job('again', waiting?.kind === 'success' ? waiting.continuationToken : ''));
    expect(await on.outcome()).toMatchObject({ serving: second.digest, previous: first.digest });
    expect(on.world.history.results[1]).toMatchObject({ kind: 'success', jobId: 'again' });
    expect(on.world.history.results[1]).not.toHaveProperty('continuationToken');
  }
}, 120_000);

test('throws in event mode, so that Lambda tries again, and then ends the same', async () => {
  const { first, second } = await prepareSecond();
  on.world.proxy.break(9, 'answer lost');
  await expect(on.hear('d-2')).rejects.toThrow();
  on.world.proxy.heal();
  await on.hear('d-2');
  expect(await on.outcome()).toMatchObject({ serving: second.digest, previous: first.digest });
});
