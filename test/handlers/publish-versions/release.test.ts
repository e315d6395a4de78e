import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { codeOf, publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();
const { built, play, publish } = publishing(harness);

const answerOf = async (version: string) => {
  const command = new InvokeCommand({ FunctionName: harness.of('api'), Qualifier: version });
  const { Payload } = await harness.lambda.send(command);
  return (JSON.parse(Buffer.from(Payload ?? []).toString()) as { answer: unknown }).answer;
};

describe('a release', () => {
  test('publishes a version of the code of its build, which runs, and moves no traffic', async () => {
    expect(await publish(await built(1))).toEqual({ api: '2', SUMMARY: 'api 2 (serves 1): code' });
    expect(await answerOf('2')).toBe(1);
    expect(await harness.alias('api')).toEqual(['1', {}]);
    const { Description } = await harness.configuration('api', '2');
    expect(Description).toContain('Execution e1 of shop-quotes');
    expect(harness.changes()).toEqual(['UpdateFunctionCode', 'PublishVersion']);
  });

  test('publishes a version of another configuration alone, and shows no values', async () => {
    await publish(await built(1));
    await harness.moveAlias('api', '2');
    await harness.configure({ api: { timeout: 10, memory: 256, environment: { TABLE: 'secret-table' } } });
    const variables = await publish(await built(1), 'e2');
    expect(variables).toEqual({
      api: '3',
      SUMMARY: 'api 3 (serves 2): configuration memory, timeout, environment TABLE',
    });
    expect(harness.changes().slice(2)).toEqual(['UpdateFunctionConfiguration', 'PublishVersion']);
    expect(await harness.configuration('api', '3')).toMatchObject({
      ...{ Timeout: 10, MemorySize: 256, Environment: { Variables: { TABLE: 'secret-table' } } },
    });
    expect((await harness.configuration('api', '2')).Timeout).toBe(3);
  });

  test('shows what differs from what serves, also where an execution before it has changed it and was rejected', async () => {
    await harness.configure({ api: { environment: { TABLE: 'quotes' } } });
    await publish(await built(1));
    expect((await publish(await built(2), 'e2')).SUMMARY).toBe('api 3 (serves 1): code, environment TABLE');
  });

  test('publishes no version of unchanged code and configuration, and says so', async () => {
    await publish(await built(1));
    await harness.moveAlias('api', '2');
    const again = await built(1, { 'dist/api/': '' });
    expect(await publish(again, 'e2')).toEqual({ api: '2', SUMMARY: 'api 2: unchanged' });
    expect(await harness.versions('api')).toEqual(['1', '2']);
    expect(harness.changes().slice(2)).toEqual(['PublishVersion']);
  });

  test('is of several functions, of which each has its own version', async () => {
    await harness.next(['api', 'worker']);
    const artifact = (answer: number) =>
      harness.artifact({ 'dist/api/index.mjs': codeOf(answer), 'dist/worker/index.js': codeOf('same') });
    await publish(await artifact(1));
    for (const name of ['api', 'worker']) await harness.moveAlias(name, '2');
    expect(await publish(await artifact(2), 'e2')).toEqual({
      ...{ api: '3', worker: '2' },
      SUMMARY: 'api 3 (serves 2): code; worker 2: unchanged',
    });
  });

  test('takes a zip of the build as it is', async () => {
    const zip = zipSync({ 'index.mjs': strToU8(codeOf('zipped')) });
    await harness.configure({ api: { code: './dist/api.zip' } });
    const artifact = await harness.object(zipSync({ 'dist/api.zip': zip }));
    expect((await publish(artifact)).api).toBe('2');
    expect(await answerOf('2')).toBe('zipped');
    const { Configuration } = await harness.lambda.send(
      new GetFunctionCommand({ FunctionName: harness.of('api') }),
    );
    expect(Configuration?.CodeSize).toBe(zip.length);
  });

  test('reads the settings that its pipeline was deployed with, where others are deployed since', async () => {
    const { hash } = harness.settings;
    await harness.configure({ api: { timeout: 9 } });
    const job = harness.job('publish-versions', { artifact: await built(1), parameters: { settings: hash } });
    expect((await play(job)).result).toMatchObject({
      outputVariables: { SUMMARY: 'api 2 (serves 1): code' },
    });
    expect((await harness.configuration('api')).Timeout).toBe(3);
  });

  test('asks six calls of AWS for one function whose code changes, beside its job, session and first settings', async () => {
    await publish(await built(0));
    const artifact = await built(1);
    harness.proxy.heal();
    await publish(artifact, 'e2');
    const frame = harness.proxy.operations.filter((one) =>
      /^(ListActionExecutions|PutJob|AssumeRole)/.test(one),
    );
    expect(frame).toEqual(['ListActionExecutions', 'PutJobSuccessResult']);
    expect(harness.proxy.calls - frame.length).toBe(6);
  });
});
