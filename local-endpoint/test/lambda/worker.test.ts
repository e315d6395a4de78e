import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { createProcesses } from '../../kit/processes';
import type { RunnableFunction } from '../../services/lambda/functions/runnable-function';
import { workerProgram } from '../../services/lambda/worker/program';
import { type PoolLimits, WorkerPool } from '../../services/lambda/worker/worker-pool';
import { until } from '../../testing';
import { manualClock } from '../../testing/manual-clock';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-test-'));
  await writeFile(join(folder, 'index.mjs'), 'export const handler = async () => process.pid');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const runnable = (name = 'f'): RunnableFunction => ({
  reference: {
    account: '111111111111',
    region: 'eu-west-1',
    name,
    qualifier: '$LATEST',
    isQualified: false,
  },
  invokedArn: 'arn:aws:lambda:eu-west-1:111111111111:function:f',
  version: '$LATEST',
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  program: workerProgram('nodejs22.x') ?? { program: '', args: [] },
  roleArn: 'role',
  timeoutSeconds: 3,
  memoryMegabytes: 128,
  variables: {},
  folder,
  logGroup: '/aws/lambda/f',
  logFormat: 'Text',
});

function poolOf(closing: AbortController, limits?: PoolLimits) {
  const identity = { endpoint: 'http://127.0.0.1:9', region: 'eu-west-1' };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const as = () => ({ ...identity, credentials });
  const aws = { asService: as, asRole: async () => as(), asPrincipal: as };
  const log = () => undefined;
  return new WorkerPool(
    { clock: manualClock(), aws, folder, closing: closing.signal, log, processes: createProcesses() },
    limits,
  );
}

test('answers a running invocation with an exit when the endpoint ends, and keeps no worker', async () => {
  await writeFile(join(folder, 'index.mjs'), 'export const handler = () => new Promise(() => {})');
  const closing = new AbortController();
  const { worker } = await poolOf(closing).lease(runnable());
  const message = { event: '{}', now: 0, standsStill: false, context: { awsRequestId: 'id', deadline: 0 } };
  const answer = worker.invoke(message, 60_000, () => undefined);
  closing.abort();
  expect(await answer).toMatchObject({ error: { errorType: 'Runtime.ExitError' } });
  expect(worker.alive).toBe(false);
});

test("has the handler's Date begin from the endpoint's clock, and its remaining time end with the timeout", async () => {
  const code = `export const handler = async (event, context) => ({
    now: [Date.now(), new Date().getTime(), new Date(Date().slice(0, 33)).getTime()],
    kept: [new Date(5).getTime(), Date.UTC(1970, 0), new Date() instanceof Date],
    remaining: context.getRemainingTimeInMillis(),
  })`;
  await writeFile(join(folder, 'index.mjs'), code);
  const closing = new AbortController();
  const { worker } = await poolOf(closing).lease(runnable());
  const now = Date.UTC(2030, 0);
  const message = { event: '{}', now, standsStill: false, context: { awsRequestId: 'id', deadline: 0 } };
  const { payload = '' } = await worker.invoke(message, 60_000, () => undefined);
  const seen = JSON.parse(payload) as { now: number[]; kept: unknown[]; remaining: number };
  for (const time of seen.now) expect(Math.abs(time - now)).toBeLessThan(60_000);
  expect(seen.kept).toEqual([5, 0, true]);
  expect(seen.remaining).toBeGreaterThan(0);
  expect(seen.remaining).toBeLessThanOrEqual(60_000);
  closing.abort();
});

test("has a handler's Date go on by its own sleeps only where the endpoint's clock stands still during work", async () => {
  const code = `import { setTimeout as sleep } from 'node:timers/promises';
    import { promisify } from 'node:util';
    const begun = performance.now();
    export const handler = async () => {
      while (performance.now() < begun + 30);
      const times = [Date.now()];
      const note = () => times.push(Date.now());
      await sleep(20).then(note);
      await new Promise((resolve) => setTimeout(resolve, 30)).then(note);
      await promisify(setTimeout)(40).then(note);
      await Promise.all([sleep(50), sleep(10)]).then(note);
      return times;
    }`;
  await writeFile(join(folder, 'index.mjs'), code);
  const closing = new AbortController();
  const { worker } = await poolOf(closing).lease(runnable());
  for (const now of [5_000, 1_000]) {
    const message = { event: '{}', now, standsStill: true, context: { awsRequestId: 'id', deadline: 0 } };
    const { payload = '' } = await worker.invoke(message, 60_000, () => undefined);
    expect(JSON.parse(payload)).toEqual([now, now + 20, now + 50, now + 90, now + 140]);
  }
  closing.abort();
});

test("has a handler's Date not go on by timers that nobody waits for, as those of fetch", async () => {
  const code = `export const handler = async () => {
    const fired = new Promise((resolve) => setTimeout(() => resolve(Date.now()), 5).unref());
    const kept = setInterval(() => undefined, 1);
    return fired.finally(() => clearInterval(kept));
  }`;
  await writeFile(join(folder, 'index.mjs'), code);
  const closing = new AbortController();
  const { worker } = await poolOf(closing).lease(runnable());
  const message = {
    event: '{}',
    now: 5_000,
    standsStill: true,
    context: { awsRequestId: 'id', deadline: 0 },
  };
  expect(await worker.invoke(message, 60_000, () => undefined)).toMatchObject({ payload: '5000' });
  closing.abort();
});

test('starts no worker once the endpoint has ended', async () => {
  const closing = new AbortController();
  closing.abort();
  const { worker } = await poolOf(closing).lease(runnable());
  expect(worker.alive).toBe(false);
});

test('ends a worker that has been idle for too long', async () => {
  const closing = new AbortController();
  const pool = poolOf(closing, { workers: 4, starts: 2, idleMilliseconds: 1 });
  const lease = await pool.lease(runnable());
  lease.release();
  await until(() => !lease.worker.alive || undefined);
  expect((await pool.lease(runnable())).cold).toBe(true);
  closing.abort();
});

test('keeps so many workers, ends the one that was idle longest, and never one that is busy', async () => {
  const closing = new AbortController();
  const pool = poolOf(closing, { workers: 2, starts: 4, idleMilliseconds: 60_000 });
  const busy = await Promise.all(['a', 'b', 'c'].map((name) => pool.lease(runnable(name))));
  const alive = () => busy.map(({ worker }) => worker.alive);
  expect(alive()).toEqual([true, true, true]);
  busy[1]?.release();
  expect(alive()).toEqual([true, false, true]);
  busy[2]?.release();
  busy[0]?.release();
  expect(alive()).toEqual([true, false, true]);
  const next = await pool.lease(runnable('d'));
  expect(alive()).toEqual([true, false, false]);
  expect((await pool.lease(runnable('a'))).worker).toBe(busy[0]?.worker);
  expect(next.worker.alive).toBe(true);
  closing.abort();
});

test('an invocation that waits to start a worker takes one of its function that becomes idle', async () => {
  const closing = new AbortController();
  await writeFile(join(folder, 'index.mjs'), 'await new Promise(() => {})');
  const pool = poolOf(closing, { workers: 4, starts: 1, idleMilliseconds: 60_000 });
  const loading = await pool.lease(runnable());
  const [other, same] = [pool.lease(runnable('other')), pool.lease(runnable())];
  loading.release();
  expect(await same).toMatchObject({ worker: loading.worker, cold: false });
  closing.abort();
  expect((await other).worker.alive).toBe(false);
});

test('a worker ends by itself when its parent vanishes, even out of a busy handler', async () => {
  await writeFile(join(folder, 'index.mjs'), 'export const handler = async () => { for (;;); }');
  const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
  const parent = fork(resolve(__dirname, 'support/vanishing-parent.cjs'), [folder], {
    ...{ execArgv: [], stdio: [...stdio] },
  });
  const output = parent.stdout as Readable;
  await once(parent, 'message');
  parent.kill('SIGKILL');
  await once(output.resume(), 'end'); // the worker has the other end of the pipe, and only its end closes it
});

test('the time of a Python function stands still while it works, and passes while it sleeps', async () => {
  const code = `import time
def handler(event, context):
    begun, machine = time.time(), time.monotonic()
    while time.monotonic() - machine < 0.6:
        pass
    worked = time.time()
    time.sleep(0.5)
    return [worked - begun, time.time() - worked]`;
  await writeFile(join(folder, 'index.py'), code);
  const closing = new AbortController();
  const runtime = 'python3.13';
  const program = workerProgram(runtime) ?? { program: '', args: [] };
  const { worker } = await poolOf(closing).lease({ ...runnable('python'), runtime, program });
  const context = {
    ...{
      awsRequestId: 'id',
      deadline: 0,
      functionName: 'python',
      functionVersion: '1',
      memoryLimitInMB: '128',
    },
    ...{ invokedFunctionArn: '', logGroupName: '', logStreamName: '' },
  };
  const message = { event: '{}', now: 0, standsStill: true, context };
  const { payload } = await worker.invoke(message, 60_000, () => undefined);
  expect(JSON.parse(payload ?? '')).toEqual([0, 0.5]);
  closing.abort();
});
