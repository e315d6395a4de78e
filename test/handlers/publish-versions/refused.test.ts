import { strToU8, zipSync } from 'fflate';
import { codeOf, publishing } from '../harness/publishing';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness(['lambda:GetFunctionConfiguration']);
const { built, failure, publish } = publishing(harness);

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
