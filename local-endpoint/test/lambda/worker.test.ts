import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { RunnableFunction } from '../../services/lambda/functions/runnable-function';
import { WorkerPool } from '../../services/lambda/worker/worker-pool';
import { manualClock } from '../../testing/manual-clock';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-test-'));
  await writeFile(join(folder, 'index.mjs'), 'export const handler = async () => process.pid');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const runnable = (): RunnableFunction => ({
  reference: {
    account: '111111111111',
    region: 'eu-west-1',
    name: 'f',
    qualifier: '$LATEST',
    isQualified: false,
  },
  invokedArn: 'arn:aws:lambda:eu-west-1:111111111111:function:f',
  version: '$LATEST',
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  roleArn: 'role',
  timeoutSeconds: 3,
  memoryMegabytes: 128,
  variables: {},
  folder,
  logGroup: '/aws/lambda/f',
  logFormat: 'Text',
});

function poolOf(closing: AbortController) {
  const identity = { endpoint: 'http://127.0.0.1:9', region: 'eu-west-1' };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const as = () => ({ ...identity, credentials });
  return new WorkerPool({
    clock: manualClock(),
    aws: { asService: as, asRole: async () => as(), asPrincipal: as },
    folder,
    closing: closing.signal,
    log: () => undefined,
  });
}

test('answers a running invocation with an exit when the endpoint ends, and keeps no worker', async () => {
  await writeFile(join(folder, 'index.mjs'), 'export const handler = () => new Promise(() => {})');
  const closing = new AbortController();
  const { worker } = await poolOf(closing).lease(runnable());
  const message = { event: '{}', now: 0, context: { awsRequestId: 'id', deadline: 0 } };
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
  const message = { event: '{}', now, context: { awsRequestId: 'id', deadline: 0 } };
  const { payload = '' } = await worker.invoke(message, 60_000, () => undefined);
  const seen = JSON.parse(payload) as { now: number[]; kept: unknown[]; remaining: number };
  for (const time of seen.now) expect(Math.abs(time - now)).toBeLessThan(60_000);
  expect(seen.kept).toEqual([5, 0, true]);
  expect(seen.remaining).toBeGreaterThan(0);
  expect(seen.remaining).toBeLessThanOrEqual(60_000);
  closing.abort();
});

test('starts no worker once the endpoint has ended', async () => {
  const closing = new AbortController();
  closing.abort();
  const { worker } = await poolOf(closing).lease(runnable());
  expect(worker.alive).toBe(false);
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
