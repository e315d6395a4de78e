import { type VersionsJob, versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness();

/** A pipeline whose alias names $LATEST, of which old versions are left. */
beforeEach(async () => {
  for (const timeout of [4, 5, 6, 7]) await harness.publish('api', timeout);
  await harness.moveAlias('api', '$LATEST');
  await harness.configure({}, { latest: true });
});

function jobOf(executionId: string): VersionsJob {
  harness.pipeline.executions.push({ id: executionId, status: 'InProgress', stage: 'Deploy' });
  return harness.job('record-versions', { executionId, parameters: { versions: { api: '$LATEST' } } });
}

test('records $LATEST with the hash of its code, and deletes no version', async () => {
  const result = await harness.invoke(jobOf('e1'));
  expect(result).toMatchObject({ kind: 'success', executionDetails: { summary: 'api $LATEST serve' } });
  const { CodeSha256: codeSha256 } = await harness.configuration('api');
  const functions = { api: { functionName: harness.of('api'), version: '$LATEST', codeSha256 } };
  expect(await harness.record()).toMatchObject({ serving: { functions, commit: { id: 'commit-e1' } } });
  expect(await harness.versions('api')).toEqual(['1', '2', '3', '4', '5']);
  expect(harness.changes()).toEqual(['PutParameter']);
});

test('records the next release, and what the one before it was of', async () => {
  await harness.invoke(jobOf('e1'));
  await harness.invoke(jobOf('e2'));
  expect(await harness.record()).toMatchObject({
    serving: { pipelineExecutionId: 'e2', commit: { id: 'commit-e2' } },
    previous: { pipelineExecutionId: 'e1', commit: { id: 'commit-e1' } },
  });
});

test('records nothing where somebody moved the alias to a version', async () => {
  await harness.moveAlias('api', '2');
  expect(await harness.invoke(jobOf('e1'))).toMatchObject({
    failureDetails: {
      message: expect.stringContaining('must name $LATEST, which this release has deployed') as string,
    },
  });
  expect(await harness.record()).toBeUndefined();
});

test('takes no version where the alias is to name $LATEST', async () => {
  const job = { ...jobOf('e1'), parameters: { versions: { api: '2' } } };
  expect(await harness.invoke(job)).toMatchObject({
    failureDetails: { message: expect.stringContaining('versions.api must be $LATEST, got: 2') as string },
  });
});

test('leaves the alias alone after an execution that failed: nothing goes back', async () => {
  await harness.invoke(jobOf('e1'));
  await harness.moveAlias('api', '3');
  harness.pipeline.executions.push({ id: 'e2', status: 'Failed', stage: 'Deploy' });
  await harness.end('e2');
  expect(await harness.alias('api')).toEqual(['3', {}]);
});

test('never gives an alias back to $LATEST once releases are versions again', async () => {
  await harness.invoke(jobOf('e1'));
  await harness.configure({}, { latest: false });
  await harness.moveAlias('api', '2', { 3: 0.1 });
  harness.pipeline.executions.push({ id: 'e2', status: 'Failed', stage: 'Deploy' });
  await harness.end('e2');
  expect(await harness.alias('api')).toEqual(['2', {}]);
});
