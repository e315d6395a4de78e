import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds; ends a hang. */
const LIMIT = 300_000;

const COMMAND = ['--import', 'tsx', join(__dirname, '../../bin/pipeline-factory.ts')];

/** The folder, among the temporary files, of what tsx has compiled before. */
const COMPILED = `tsx-${userInfo().uid}`;

let folder: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signals-'));
  mkdirSync(join(tmpdir(), COMPILED), { recursive: true });
  symlinkSync(join(tmpdir(), COMPILED), join(folder, COMPILED));
});
afterEach(() => {
  running?.kill('SIGKILL'); // after a test that failed
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program with a temporary folder of its own; resolves when its output matches. */
async function started(
  args: readonly string[],
  output: RegExp,
): Promise<{ child: ChildProcess; text: string }> {
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder, NO_COLOR: '1' },
  });
  running = child;
  let text = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        text += data.toString();
        if (output.test(text)) resolve();
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
  while (readdirSync(folder).some((name) => name.startsWith('pipeline-factory-'))) await pause(20);
}

/** Resolves once nothing answers; the test's own time limit ends the wait. */
async function unreachable(url: string): Promise<void> {
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  while (await answers()) await pause(20);
}

test.each([
  { signal: 'SIGINT', code: 0 },
  { signal: 'SIGKILL', code: 'SIGKILL' },
] as const)(
  'a local endpoint that $signal ends leaves nothing behind',
  async ({ signal, code }) => {
    const { child, text } = await started(
      ['local', '--port', '0'],
      /never rehearse code that you do not trust[^]*Ready on \S+:\d+/,
    );
    const end = ended(child);
    child.kill(signal);
    expect(await end).toBe(code);
    await unreachable(/http:\S+:\d+/.exec(text)?.[0] ?? '');
    await nothingLeft();
  },
  LIMIT,
);

test(
  'a rehearsal that is interrupted in set-up prints that in one line, with the exit code a shell expects',
  async () => {
    const { child } = await started(['rehearse'], /cdk synth/);
    let errors = '';
    child.stderr?.on('data', (data: Buffer) => {
      errors += data.toString();
    });
    const end = ended(child);
    child.kill('SIGINT');
    expect(await end).toBe(130);
    expect(errors).toBe('error: The rehearsal was interrupted; it leaves nothing behind\n');
    await nothingLeft();
  },
  LIMIT,
);

test(
  'an interruption while the endpoint starts ends it, too',
  async () => {
    const { child } = await started(['local', '--port', '0'], /Starting/);
    const end = ended(child);
    child.kill('SIGTERM');
    expect([0, 143]).toContain(await end);
    await nothingLeft();
  },
  LIMIT,
);

test(
  'a local endpoint ends with 1 where a fault met no call, and prints which',
  async () => {
    const fault = 'sqs send-message --from codebuild dropped';
    const { child } = await started(['local', '--port', '0', '--fault', fault], /Ready on \S+:\d+/);
    let text = '';
    child.stdout?.on('data', (data: Buffer) => void (text += data.toString()));
    const end = ended(child);
    child.kill('SIGINT');
    expect(await end).toBe(1);
    expect(text).toContain(`error: --fault "${fault}" met no call: nobody called sqs:SendMessage\n`);
  },
  LIMIT,
);
