import { randomUUID } from 'node:crypto';
import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { FAULT_TEST_TIMEOUT } from '../harness/action-harness';
import type { Fault } from '../harness/faulty-proxy';
import { type VersionsJob, versionsHarness } from '../harness/versions-harness';
import type { VersionsExecution } from '../harness/versions-pipeline';

const harness = versionsHarness(['lambda:DeleteFunction', 'codepipeline:GetPipelineExecution']);

/** Publishes a version and has all traffic go to it, as a release does up to its last action. */
async function deploy(
  executionId: string,
  timeout: number,
  more: Partial<VersionsExecution> = {},
): Promise<VersionsJob> {
  const version = await harness.publish('api', timeout);
  await harness.moveAlias('api', version);
  return jobOf(executionId, { api: version }, more);
}

function jobOf(
  executionId: string,
  versions: Readonly<Record<string, string>>,
  more: Partial<VersionsExecution> = {},
): VersionsJob {
  harness.pipeline.executions.push({ id: executionId, status: 'InProgress', stage: 'Deploy', ...more });
  return harness.job('record-versions', { executionId, parameters: { versions } });
}

async function record(job: VersionsJob) {
  const result = await harness.invoke(job);
  Object.assign(harness.pipeline.executions.at(-1) ?? {}, { status: 'Succeeded' });
  return result;
}

test('records what serves, with its commit and who approved it', async () => {
  const result = await record(await deploy('e1', 4, { approvedBy: 'arn:aws:iam::1:user/ann' }));
  expect(result).toMatchObject({ kind: 'success', executionDetails: { summary: 'api 2 serve' } });
  const { CodeSha256 } = await harness.configuration('api', '2');
  expect(await harness.record()).toEqual({
    serving: {
      ...{ type: 'lambda', alias: 'live', pipelineExecutionId: 'e1', cause: 'release' },
      functions: { api: { functionName: harness.of('api'), version: '2', codeSha256: CodeSha256 } },
      ...{ commit: { id: 'commit-e1', branch: 'main' }, approvedBy: 'arn:aws:iam::1:user/ann' },
      servingSince: expect.any(String) as string,
    },
  });
});

test('records what served before, and what a rollback brings back', async () => {
  await record(await deploy('e1', 4));
  await record(await deploy('e2', 5));
  expect(await harness.record()).toMatchObject({
    serving: { functions: { api: { version: '3' } } },
    previous: { functions: { api: { version: '2' } }, pipelineExecutionId: 'e1' },
  });
  await harness.moveAlias('api', '2');
  for (const given of ['e3', 'e1']) {
    const job = jobOf('e3', { api: '2' }, { rollsBackTo: 'e1' });
    await record({ ...job, executionId: given });
    expect(await harness.record()).toMatchObject({
      serving: {
        ...{ functions: { api: { version: '2' } }, pipelineExecutionId: 'e3', cause: 'rollback' },
        commit: { id: 'commit-e1' },
      },
      previous: { functions: { api: { version: '3' } }, pipelineExecutionId: 'e2' },
    });
  }
  expect(await harness.countRecords()).toBe(3);
});

test('waits until CodePipeline shows the execution of a rollback', async () => {
  await record(await deploy('e1', 4));
  await record(await deploy('e2', 5));
  await harness.moveAlias('api', '2');
  harness.endpoint.answer('codepipeline:GetPipelineExecution', () => {
    throw new AwsError('PipelineExecutionNotFoundException', 'not yet');
  });
  const job = { ...jobOf('e3', { api: '2' }, { rollsBackTo: 'e1' }), executionId: 'e1' };
  const result = await harness.invoke(job);
  const continuationToken = result?.kind === 'success' ? result.continuationToken : undefined;
  expect(continuationToken).toContain('CodePipeline to show execution e3 of');
  expect(await harness.record()).toMatchObject({ serving: { pipelineExecutionId: 'e2' } });
  harness.endpoint.restore();
  await record({ ...job, id: randomUUID(), continuationToken });
  expect(await harness.record()).toMatchObject({
    serving: { pipelineExecutionId: 'e3', cause: 'rollback', functions: { api: { version: '2' } } },
  });
});

test.each<{ name: string; move: () => Promise<void>; got: string }>([
  { name: 'names another version', move: () => harness.moveAlias('api', '1'), got: 'version 1; somebody' },
  {
    name: 'has weights',
    move: () => harness.moveAlias('api', '2', { 1: 0.5 }),
    got: 'version 2, 50 % of calls version 1; somebody moved it',
  },
])('records nothing where an alias $name', async ({ move, got }) => {
  const job = await deploy('e1', 4);
  await move();
  expect(await record(job)).toMatchObject({
    failureDetails: { type: 'RevisionUnavailable', message: expect.stringContaining(got) as string },
  });
  expect(await harness.record()).toBeUndefined();
  expect(harness.changes()).toEqual([]);
});

test('records only what serves where the record would be larger than a parameter', async () => {
  const functionName = 'f'.repeat(64);
  const functions = Object.fromEntries(
    Array.from({ length: 32 }, (_, at) => [`f${at}`, { functionName, version: '1', codeSha256: 'hash' }]),
  );
  const serving = { type: 'lambda', alias: 'live', functions, cause: 'release' };
  await harness.putRecord(
    JSON.stringify({ serving: { ...serving, servingSince: '2026-01-01T00:00:00.000Z' } }),
  );
  await record(await deploy('e1', 4));
  expect(await harness.record()).toEqual({
    serving: expect.objectContaining({ pipelineExecutionId: 'e1' }) as object,
  });
});

test.each([
  { name: 'no version of a function', versions: { other: '2' }, message: 'got: other' },
  { name: 'no number', versions: { api: '#{Versions.api}' }, message: 'versions.api must be the number' },
  { name: 'none at all', versions: {}, message: 'versions must be an object of texts' },
])('fails where it is given $name', async ({ versions, message }) => {
  const result = await record(jobOf('e1', versions as Record<string, string>));
  expect(result).toMatchObject({ failureDetails: { message: expect.stringContaining(message) as string } });
});

test('fails where the parameter holds no record', async () => {
  await harness.putRecord('none');
  expect(await record(await deploy('e1', 4))).toMatchObject({
    failureDetails: { message: expect.stringContaining('must hold a release record as JSON') as string },
  });
});

test('records a release although the clock of the one before it was ahead', async () => {
  await record(await deploy('e1', 4));
  const before = await harness.record();
  if (!before) throw new Error('The first release must be recorded');
  const servingSince = new Date(Date.now() + 3_600_000).toISOString();
  await harness.putRecord({ serving: { ...before.serving, servingSince } });
  await record(await deploy('e2', 5));
  expect(await harness.record()).toMatchObject({
    serving: { pipelineExecutionId: 'e2', servingSince },
    previous: { pipelineExecutionId: 'e1' },
  });
});

describe('old versions', () => {
  /** Versions 2 to 6, of which the last serves and two are kept. */
  async function release(): Promise<VersionsJob> {
    for (const timeout of [4, 5, 6, 7]) await harness.publish('api', timeout);
    return deploy('e1', 8);
  }

  test('are deleted, but for as many as are kept', async () => {
    await record(await release());
    expect(await harness.versions('api')).toEqual(['5', '6']);
    expect((await harness.configuration('api')).Timeout).toBe(8);
  });

  test('stay where an alias names them or gives them weight, where they served before, and where they wait', async () => {
    const alias = (Name: string, FunctionVersion: string, weights = {}) =>
      harness.lambda.send(
        new CreateAliasCommand({
          ...{ FunctionName: harness.of('api'), Name, FunctionVersion },
          RoutingConfig: { AdditionalVersionWeights: weights },
        }),
      );
    await record(await deploy('e0', 9));
    const job = await release();
    await alias('beta', '3', { 4: 0.2 });
    const waiting = await harness.publish('api', 99);
    await record(job);
    expect(await harness.versions('api')).toEqual(['2', '3', '4', '6', '7', waiting]);
  });

  /** While Lambda refuses to delete any. @returns the next invocation for the same action */
  async function recordWhileBusy(): Promise<VersionsJob> {
    harness.endpoint.answer('lambda:DeleteFunction', () => {
      throw new AwsError('TooManyRequestsException', 'Rate exceeded', 429);
    });
    const job = await release();
    const result = await harness.invoke(job);
    const continuationToken = result?.kind === 'success' ? result.continuationToken : undefined;
    expect(continuationToken).toContain('TooManyRequestsException');
    return { ...job, id: randomUUID(), continuationToken };
  }

  test('are deleted a moment later where Lambda has refused it for the moment', async () => {
    const next = await recordWhileBusy();
    harness.endpoint.restore();
    expect(await record(next)).toMatchObject({ executionDetails: { summary: 'api 6 serve' } });
    expect(await harness.versions('api')).toEqual(['5', '6']);
    expect(await harness.countRecords()).toBe(1);
  });

  test('stay until the next release where Lambda refuses it again', async () => {
    expect(await record(await recordWhileBusy())).toMatchObject({
      executionDetails: { summary: 'api 6 serve' },
    });
    expect(await harness.versions('api')).toContain('1');
  });

  test('fail nothing where they cannot be deleted', async () => {
    harness.endpoint.answer('lambda:DeleteFunction', () => {
      throw new AwsError('ResourceConflictException', 'A replica is left', 409);
    });
    expect(await record(await release())).toMatchObject({ kind: 'success' });
    expect(await harness.record()).toMatchObject({ serving: { functions: { api: { version: '6' } } } });
    expect(await harness.versions('api')).toContain('1');
  });
});

test('asks six calls of AWS for one function without old versions, beside its job and session', async () => {
  const job = await deploy('e1', 4);
  harness.proxy.heal();
  await record(job);
  const frame = harness.proxy.operations.filter((one) => /^(PutJob|AssumeRole)/.test(one));
  expect(frame).toHaveLength(2);
  // The job is confirmed by one more list of actions.
  expect(harness.proxy.calls - frame.length - 1).toBe(6);
});

describe('an invocation', () => {
  async function prepare(): Promise<VersionsJob> {
    await harness.next();
    await record(await deploy('e1', 4));
    await harness.publish('api', 5);
    const job = await deploy('e2', 6);
    harness.proxy.heal();
    return job;
  }

  async function check(job: VersionsJob) {
    expect(await harness.record()).toMatchObject({
      serving: { functions: { api: { version: '4' } }, pipelineExecutionId: 'e2' },
      previous: { functions: { api: { version: '2' } }, pipelineExecutionId: 'e1' },
    });
    expect(await harness.countRecords()).toBe(2);
    expect(harness.pipeline.results.filter(({ jobId }) => jobId === job.id)).toMatchObject([
      { kind: 'success' },
    ]);
  }

  test.each<Fault>(['request lost', 'response lost'])(
    'ends the same when it dies at any call (%s) and is repeated',
    async (fault) => {
      await harness.invoke(await prepare());
      const { calls } = harness.proxy;
      expect(await harness.versions('api')).toEqual(['2', '3', '4']);
      for (let call = 1; call <= calls; call++) {
        const job = await prepare();
        harness.proxy.break(call, fault);
        await expect(harness.invoke(job)).rejects.toThrow();
        harness.proxy.heal();
        await harness.invoke(job);
        await check(job);
        expect(await harness.versions('api')).toEqual(['2', '3', '4']);
      }
    },
    FAULT_TEST_TIMEOUT,
  );
});
