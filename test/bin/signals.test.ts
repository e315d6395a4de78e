import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMMAND = ['--import', 'tsx', join(__dirname, '../../bin/pipeline-factory.ts')];

let folder: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signals-'));
});
afterEach(() => {
  running?.kill('SIGKILL'); // what a test that failed has left
  rmSync(folder, { recursive: true, force: true });
});

/** The program with a temporary folder of its own, once it has said something. */
async function started(
  words: readonly string[],
  said: RegExp,
): Promise<{ child: ChildProcess; text: string }> {
  const child = spawn(process.execPath, [...COMMAND, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder, NO_COLOR: '1' },
  });
  running = child;
  let text = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        text += data.toString();
        if (said.test(text)) resolve();
      });
    child.once('close', () => reject(new Error(`ended early: ${text}`)));
  });
  return { child, text };
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
}

/** Resolves once nothing of the program is left in its temporary folder; the test's own time limit ends the wait. */
async function nothingLeft(): Promise<void> {
  while (readdirSync(folder).some((name) => name.startsWith('pipeline-factory-')))
    await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves once nothing answers; the test's own time limit ends the wait. */
async function silent(url: string): Promise<void> {
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  while (await answers()) await new Promise((resolve) => setImmediate(resolve));
}

test.each([
  ['SIGINT', 0],
  ['SIGTERM', 0],
  ['SIGKILL', 'SIGKILL'],
] as const)(
  'a local endpoint that %s ends leaves nothing behind',
  async (signal, code) => {
    const { child, text } = await started(['local', '--port', '0'], /Ready on \S+:\d+/);
    const end = ended(child);
    child.kill(signal);
    expect(await end).toBe(code);
    await silent(/http:\S+:\d+/.exec(text)?.[0] ?? '');
    await nothingLeft();
  },
  60_000,
);

test('a rehearsal that is interrupted in set-up says so, with the exit code a shell expects', async () => {
  const { child } = await started(['rehearse'], /cdk synth/);
  let words = '';
  child.stderr?.on('data', (data: Buffer) => {
    words += data.toString();
  });
  const end = ended(child);
  child.kill('SIGINT');
  expect(await end).toBe(130);
  expect(words).toBe('error: The rehearsal was ended before its time; nothing of it is left\n');
  await nothingLeft();
}, 60_000);

test('an interruption while the endpoint starts is heard too', async () => {
  const { child } = await started(['local', '--port', '0'], /Starting/);
  const end = ended(child);
  child.kill('SIGTERM');
  expect([0, 143]).toContain(await end);
  await nothingLeft();
}, 60_000);
