import { randomUUID } from 'node:crypto';
import { GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import type { EventArtifact } from '../harness/artifacts';
import { versionsHarness, type VersionsJob } from '../harness/versions-harness';

const harness = versionsHarness([
  'lambda:GetFunctionConfiguration',
  'lambda:PublishVersion',
  'lambda:UpdateFunctionCode',
]);

const codeOf = (answer: number | string): string =>
  `export const handler = async () => ({ answer: ${JSON.stringify(answer)} });`;
const built = (answer: number | string, more: Record<string, string> = {}): Promise<EventArtifact> =>
  harness.artifact({ 'dist/api/index.mjs': codeOf(answer), 'README.md': 'x', ...more });

/** Invokes the function until it does not wait. */
async function play(job: VersionsJob) {
  for (let next = job, looks = 1; ; looks++) {
    const result = await harness.invoke(next);
    if (result?.kind !== 'success' || result.continuationToken === undefined) return { result, looks };
    next = { ...job, id: randomUUID(), continuationToken: result.continuationToken };
  }
}

async function publish(artifact: EventArtifact, executionId = 'e1') {
  const { result } = await play(harness.job('publish-versions', { artifact, executionId }));
  if (result?.kind !== 'success') throw new Error(result?.failureDetails?.message);
  return result.outputVariables ?? {};
}

async function failure(artifact?: EventArtifact): Promise<string> {
  const { result } = await play(harness.job('publish-versions', { artifact }));
  expect(result).toMatchObject({ kind: 'failure' });
  expect(harness.changes()).toEqual([]);
  return result?.kind === 'failure' ? (result.failureDetails?.message ?? '') : '';
}

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

describe('while Lambda is not done', () => {
  /** Has Lambda report a status of `$LATEST` so many times. */
  const report = (status: object, times: number) =>
    harness.endpoint.answer('lambda:GetFunctionConfiguration', async (_, { caller, forward }) => {
      if (!caller.roleArn || times-- <= 0) return undefined;
      return { ...((await forward?.()) as object), ...status };
    });

  test.each<{ readonly status: Readonly<Record<string, string>> }>([
    { status: { State: 'Pending', StateReason: 'The function is being created.' } },
    { status: { LastUpdateStatus: 'InProgress' } },
  ])('changes nothing and is invoked again: $status', async ({ status }) => {
    report(status, 2);
    const job = harness.job('publish-versions', { artifact: await built(1) });
    const first = await harness.invoke(job);
    expect(first).toMatchObject({
      continuationToken: expect.stringContaining(Object.values(status).at(0) ?? '') as string,
    });
    expect(harness.changes()).toEqual([]);
    const continuationToken = first?.kind === 'success' ? first.continuationToken : '';
    const { result, looks } = await play({ ...job, id: randomUUID(), continuationToken });
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(2);
  });

  test('fails with the reason of Lambda where the function could not be made', async () => {
    report({ State: 'Failed', StateReason: 'The image is gone' }, 1);
    expect(await failure(await built(1))).toContain('State Failed, The image is gone');
  });

  test('fails with the reason of Lambda where the update that is wanted failed', async () => {
    const artifact = await built(1);
    await publish(artifact);
    report({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'No address is left' }, 1);
    const { result } = await play(harness.job('publish-versions', { artifact, executionId: 'e2' }));
    expect(result).toMatchObject({
      failureDetails: { message: expect.stringContaining('Failed, No address is left') as string },
    });
  });

  /** Has Lambda begin to update the code, and invokes the function until then. @returns the job that follows */
  async function beginUpdate(): Promise<VersionsJob> {
    harness.endpoint.answer('lambda:UpdateFunctionCode', async (_, { forward }) => ({
      ...((await forward?.()) as object),
      LastUpdateStatus: 'InProgress',
    }));
    const job = harness.job('publish-versions', { artifact: await built(1) });
    const result = await harness.invoke(job);
    const continuationToken = result?.kind === 'success' ? result.continuationToken : '';
    expect(continuationToken).toContain('LastUpdateStatus InProgress');
    harness.proxy.heal();
    return { ...job, id: randomUUID(), continuationToken };
  }

  test('goes on when Lambda is, and does not read the code and the alias again', async () => {
    const result = await harness.invoke(await beginUpdate());
    expect(result).toMatchObject({ outputVariables: { api: '2', SUMMARY: 'api 2 (serves 1): code' } });
    expect(harness.changes()).toEqual(['UpdateFunctionCode', 'PublishVersion']);
    // Confirms the job, reads $LATEST, publishes, reads what serves, sends the result.
    expect(harness.proxy.calls).toBe(5);
  });

  test('fails with the reason of Lambda where its own update failed', async () => {
    const job = await beginUpdate();
    report({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The key is gone', CodeSha256: 'old' }, 1);
    expect(await harness.invoke(job)).toMatchObject({
      failureDetails: { message: expect.stringContaining('Failed, The key is gone') as string },
    });
  });

  test('waits for a change that somebody makes', async () => {
    let times = 1;
    harness.endpoint.answer('lambda:UpdateFunctionCode', () => {
      if (times-- > 0) throw new AwsError('ResourceConflictException', 'An update is in progress', 409);
      return undefined;
    });
    const { result, looks } = await play(harness.job('publish-versions', { artifact: await built(1) }));
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(2);
  });

  test('overcomes an update of before that failed', async () => {
    report({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'No address is left' }, 1);
    expect((await publish(await built(1))).api).toBe('2');
  });

  test('looks again where someone has changed the function since it looked', async () => {
    let times = 1;
    harness.endpoint.answer('lambda:PublishVersion', () => {
      if (times-- > 0) throw new AwsError('PreconditionFailedException', 'The revision is another', 412);
      return undefined;
    });
    const { result, looks } = await play(harness.job('publish-versions', { artifact: await built(1) }));
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(2);
  });
});

describe('is refused before anything is changed', () => {
  test('code that the artifact does not have, with what it has', async () => {
    const message = await failure(await harness.artifact({ 'dist/apis/index.mjs': codeOf(1) }));
    expect(message).toContain(
      'functions.api.code must be a folder or a .zip file in artifact build, got: dist/api',
    );
    expect(message).toContain('there are dist/apis');
  });

  test('an empty folder', async () => {
    const message = await failure(await harness.artifact({ 'dist/api/': '' }));
    expect(message).toBe('functions.api.code: dist/api must have files, got: none');
  });

  test('a zip of more than 50 MB', async () => {
    const big = new Uint8Array(51 * 1024 * 1024);
    const zip = zipSync({ 'index.mjs': strToU8(codeOf(1)), big: [big, { level: 0 }] });
    await harness.configure({ api: { code: 'api.zip' } });
    const message = await failure(await harness.object(zipSync({ 'api.zip': zip }, { level: 1 })));
    expect(message).toMatch(/api\.zip must have at most 52428800 bytes \(50 MB\) as a zip, got: 5347\d+/);
  });

  test('more than 250 MB unzipped', async () => {
    const big = zipSync({ 'dist/api/index.mjs': strToU8(codeOf(1)) });
    const view = new DataView(big.buffer);
    const directory = view.getUint32(big.length - 6, true);
    view.setUint32(directory + 24, 262_144_001, true);
    expect(await failure(await harness.object(big))).toContain(
      'must have at most 262144000 bytes (250 MB) unzipped, layers included, got: 262144001',
    );
  });

  test.each([
    { runtime: 'nodejs22.x', handler: 'main.handler', file: 'main.js or main.mjs or main.cjs' },
    { runtime: 'python3.13', handler: 'app.views.get', file: 'app/views.py or app/views/__init__.py' },
  ])('a handler whose file is not there, with $runtime', async ({ runtime, handler, file }) => {
    await harness.configure({ api: { runtime, handler } });
    const message = await failure(await built(1));
    expect(message).toContain(`functions.api.handler: dist/api must have ${file}, got: ${handler}`);
    expect(message).toContain('there are index.mjs');
  });

  test('a function that is not there', async () => {
    await harness.configure({ api: { functionName: 'nowhere' } });
    expect(await failure(await built(1))).toContain(
      'functions.api must be a function that exists, got: nowhere',
    );
  });

  test('a function with an image', async () => {
    harness.endpoint.answer('lambda:GetFunctionConfiguration', async (_, { forward }) => ({
      ...((await forward?.()) as object),
      PackageType: 'Image',
    }));
    expect(await failure(await built(1))).toContain('of package type Zip, got:');
  });

  test('an alias that is not there', async () => {
    await harness.configure({}, { alias: 'prod' });
    expect(await failure(await built(1))).toContain(
      'must have the alias prod, which releases move, got: none',
    );
  });

  test('an alias that names $LATEST', async () => {
    await harness.moveAlias('api', '$LATEST');
    expect(await failure(await built(1))).toContain('must name a version, got: $LATEST');
  });

  test('weights that somebody has left, with how to remove them', async () => {
    await harness.publish('api', 9);
    await harness.moveAlias('api', '1', { 2: 0.1 });
    harness.pipeline.executions.push({ id: 'e1', status: 'InProgress', stage: 'Publish' });
    const message = await failure(await built(1));
    expect(message).toContain('must have no weights, got: version 1, 10 % of calls version 2');
    expect(message).toContain('aws lambda update-alias --function-name');
  });

  test('all functions, where one of them is', async () => {
    await harness.next(['api', 'worker']);
    expect(await failure(await built(1))).toContain('functions.worker.code');
  });

  test('a release without an artifact', async () => {
    expect(await failure()).toContain('The action must have one input artifact, got: none');
  });
});

test('weights of an execution that is being deployed are no reason to refuse the next one', async () => {
  await harness.publish('api', 9);
  await harness.moveAlias('api', '1', { 2: 0.1 });
  harness.pipeline.executions.push(
    { id: 'e0', status: 'InProgress', stage: 'Deploy' },
    { id: 'e1', status: 'InProgress', stage: 'Publish' },
  );
  expect((await publish(await built(1))).api).toBe('3');
  expect(await harness.alias('api')).toEqual(['1', { 2: 0.1 }]);
});
