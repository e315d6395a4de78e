import { advanceUntil } from '@pipeline-factory/local-endpoint/testing';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { settingsParameterName } from '../../../handlers/contract/names';
import type { ReleaseRecord } from '../../../handlers/contract/release-record';
import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import { deployedVersions } from '../harness/deployed-versions';
import type { Fault } from '../harness/faulty-proxy';
import { logLinesOf } from '../harness/log-lines';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();
const deployed = deployedVersions(harness);

const recorded = (version: string): ReleaseRecord => ({
  serving: {
    ...{ type: 'lambda', alias: 'live', servingSince: '2026-01-01T00:00:00.000Z', cause: 'release' },
    functions: Object.fromEntries(
      Object.entries(harness.settings.functions).map(([name, { functionName }]) => [
        name,
        { functionName, version, codeSha256: 'hash' },
      ]),
    ),
  },
});

/** Two functions of which version 2 is recorded; a release has moved the first to version 3, and failed at the second. */
async function fail(status: 'Failed' | 'InProgress' | 'Stopped' = 'Failed'): Promise<void> {
  await harness.next(['api', 'worker']);
  for (const name of ['api', 'worker']) for (const timeout of [4, 5]) await harness.publish(name, timeout);
  await harness.putRecord(recorded('2'));
  await harness.moveAlias('api', '3');
  await harness.moveAlias('worker', '2', { 3: 0.1 });
  harness.pipeline.executions.push({ id: 'e2', status, stage: 'Deploy' });
}

const aliases = async () => [await harness.alias('api'), await harness.alias('worker')];
const ONE_BACK = [
  ['2', {}],
  ['2', {}],
];
const LEFT = [
  ['3', {}],
  ['2', { 3: 0.1 }],
];

const justNow = () => ({ time: new Date().toISOString() });

test.each(['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'])(
  'gives all aliases back after an execution that ended as %s, with one change each',
  async (state) => {
    await fail();
    await harness.end('e2', justNow(), { state });
    expect(await aliases()).toEqual(ONE_BACK);
    expect(harness.changes()).toEqual(['UpdateAlias', 'UpdateAlias']);
  },
);

test('does nothing more when the event comes again', async () => {
  await fail();
  for (let times = 0; times < 3; times++) await harness.end('e2');
  expect(harness.changes()).toHaveLength(2);
});

test('throws where CodePipeline still shows the execution as running, so that Lambda asks again', async () => {
  await fail('InProgress');
  await expect(harness.end('e2', justNow())).rejects.toThrow('execution e2 has ended, got: it still runs');
  expect(harness.changes()).toEqual([]);
  Object.assign(harness.pipeline.executions.at(-1) ?? {}, { status: 'Failed' });
  await harness.end('e2', justNow());
  expect(await aliases()).toEqual(ONE_BACK);
});

test('leaves aliases to an execution that deploys', async () => {
  await fail();
  harness.pipeline.executions.push({ id: 'e3', status: 'InProgress', stage: 'Deploy' });
  await harness.end('e2');
  expect(await aliases()).toEqual(LEFT);
  Object.assign(harness.pipeline.executions.at(-1) ?? {}, { status: 'Failed' });
  await harness.end('e3');
  expect(await aliases()).toEqual(ONE_BACK);
});

test('does not wait for an execution that is built, or waits for an approval', async () => {
  await fail();
  harness.pipeline.executions.push({ id: 'e3', status: 'InProgress', stage: 'Approve' });
  await harness.end('e2');
  expect(await aliases()).toEqual(ONE_BACK);
});

test('leaves what somebody moved by hand where the execution has not begun to deploy', async () => {
  await fail('Failed');
  harness.pipeline.executions.push({ id: 'e3', status: 'Failed', stage: 'Publish' });
  await harness.end('e3');
  expect(await aliases()).toEqual(LEFT);
});

test('takes weights away before the first release is recorded, and logs what stood', async () => {
  await fail();
  await new SSMClient(harness.endpoint.client()).send(
    new DeleteParameterCommand({ Name: `/shop/${harness.identity.pipeline}/prd/release` }),
  );
  const lines = await logLinesOf(() => harness.end('e2'));
  expect(await aliases()).toEqual([LEFT[0], ['2', {}]]);
  expect(harness.changes()).toEqual(['UpdateAlias']);
  expect(JSON.stringify(lines)).toContain('with version 2, 10 % of calls version 3, keeps 2');
});

test('leaves the alias of a function of which no version is recorded, and gives the others back', async () => {
  await fail();
  const record = recorded('2');
  const { api, ...others } = record.serving.type === 'lambda' ? record.serving.functions : {};
  await harness.putRecord({ serving: { ...record.serving, functions: others } as ReleaseRecord['serving'] });
  await harness.end('e2');
  expect(await aliases()).toEqual([LEFT[0], ONE_BACK[1]]);
  expect(api).toBeDefined();
});

test('gives the others back where one cannot be, and throws', async () => {
  await fail();
  const record = recorded('2');
  const functions = record.serving.type === 'lambda' ? record.serving.functions : {};
  const api = { functionName: harness.of('api'), version: '99', codeSha256: 'hash' };
  await harness.putRecord({
    serving: { ...record.serving, functions: { ...functions, api } } as ReleaseRecord['serving'],
  });
  await expect(harness.end('e2')).rejects.toThrow('Function not found');
  expect(await aliases()).toEqual([LEFT[0], ONE_BACK[1]]);
});

test('stops what CodeDeploy goes on with after an execution was stopped, and then gives the alias back', async () => {
  await deployed.next({ before: 'Succeeded', config: 'CodeDeployDefault.LambdaCanary10Percent30Minutes' });
  await harness.putRecord(recorded('1'));
  harness.pipeline.executions.push({ id: 'e1', status: 'InProgress', stage: 'Publish' });
  await harness.invoke(deployed.job());
  await advanceUntil(harness.endpoint.clock, async () => (await harness.alias('api'))[1][2] === 0.1, 1_000);
  harness.pipeline.running.end('Abandoned');
  Object.assign(harness.pipeline.executions.at(-1) ?? {}, { status: 'Stopped' });
  const attempts: unknown[] = [];
  for (let attempt = 0; attempt < 3; attempt++)
    attempts.push(
      await harness.end('e1', {}, { state: 'STOPPED' }).then(
        () => 'done',
        (error) => error as Error,
      ),
    );
  expect(attempts.at(-1)).toBe('done');
  expect(await harness.alias('api')).toEqual(['1', {}]);
  const all = await deployed.deployments('api');
  expect(all.map(({ status, rollbackInfo }) => [status, rollbackInfo])).toEqual([['Stopped', undefined]]);
});

test('leaves alone what somebody deploys by hand, with its alias, and gives the others back', async () => {
  await deployed.next({
    ...{ names: ['api', 'worker'], before: 'Succeeded' },
    config: 'CodeDeployDefault.LambdaCanary10Percent30Minutes',
  });
  await harness.putRecord(recorded('1'));
  await harness.moveAlias('worker', '2');
  harness.pipeline.executions.push({ id: 'e1', status: 'Failed', stage: 'Deploy' });
  const id = await deployed.deployByHand('api');
  await advanceUntil(harness.endpoint.clock, async () => (await harness.alias('api'))[1][2] === 0.1, 1_000);
  const lines = await logLinesOf(() => harness.end('e1'));
  expect(await aliases()).toEqual([
    ['1', { 2: 0.1 }],
    ['1', {}],
  ]);
  expect(await deployed.deployments('api')).toMatchObject([{ deploymentId: id, status: 'InProgress' }]);
  expect(JSON.stringify(lines)).toContain(
    `Deployment ${id} of ${harness.of('api')}, \\"By hand\\", is not the pipeline's`,
  );
});

test('is no concern of its own: a pipeline of another kind', async () => {
  await fail();
  const Value = JSON.stringify({ hash: 'h', launchTemplate: 't', keep: 1 });
  const Name = settingsParameterName(harness.identity);
  await new SSMClient(harness.endpoint.client()).send(
    new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }),
  );
  await harness.end('e2');
  expect(await aliases()).toEqual(LEFT);
});

test('throws where somebody has deleted the settings, so that a person is notified, and sends it again', async () => {
  await fail();
  const ssm = new SSMClient(harness.endpoint.client());
  const Name = settingsParameterName(harness.identity);
  await ssm.send(new DeleteParameterCommand({ Name }));
  await expect(harness.end('e2')).rejects.toThrow(`Parameter ${Name} must hold the settings, got: no such`);
  const Value = JSON.stringify(harness.settings);
  await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  await harness.end('e2');
  expect(await aliases()).toEqual(ONE_BACK);
});

test.each<{ name: string; more?: object; detail?: object }>([
  { name: 'another account', more: { account: '222222222222' } },
  { name: 'another environment', detail: { pipeline: 'shop-quotes-stg' } },
  { name: 'a success', detail: { state: 'SUCCEEDED' } },
  { name: 'no execution', detail: { 'execution-id': undefined } },
  { name: 'something else', more: { 'detail-type': 'EC2 Instance Terminate Successful' } },
])('calls nothing on an event of $name', async ({ more, detail }) => {
  await fail();
  await harness.end('e2', more, detail);
  expect(harness.proxy.calls).toBe(0);
});

test('changes nothing for an execution that somebody made up', async () => {
  await fail();
  await harness.end('made-up');
  expect(await aliases()).toEqual(LEFT);
});

test.each<Fault>(['request lost', 'response lost'])(
  'ends the same when it dies at any call (%s) and Lambda repeats it',
  async (fault) => {
    await fail();
    await harness.end('e2');
    const { calls } = harness.proxy;
    expect(calls).toBeGreaterThan(8);
    for (let call = 1; call <= calls; call++) {
      await fail();
      harness.proxy.break(call, fault);
      await expect(harness.end('e2')).rejects.toThrow();
      harness.proxy.heal();
      await harness.end('e2');
      expect(await aliases()).toEqual(ONE_BACK);
    }
  },
  FAULT_TEST_TIMEOUT,
);
