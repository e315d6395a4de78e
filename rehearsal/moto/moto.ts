import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '../expected-error';
import { findPython, findPythonTool, type FindPythonToolOptions } from './python';

/** How to start moto. */
export interface StartMotoOptions extends FindPythonToolOptions {
  /** Where its log `moto.log` goes. */
  readonly folder: string;
  /** Ends moto when it aborts; the end of this process does so too. */
  readonly closing: AbortSignal;
}

/** Long enough for a cold start on a busy machine. */
const START_MILLISECONDS = 60_000;

/**
 * Starts moto, the backend of what the endpoint does not own, on a free port of the loopback interface, and waits
 * until it answers. It ends with `closing`, and with this process in whatever way that ends.
 * @returns its base URL, without a slash at the end
 * @throws ExpectedError where moto cannot be found, installed or started
 */
export async function startMoto(options: StartMotoOptions): Promise<{ url: string }> {
  const [python, server] = await Promise.all([
    findPython(options.path),
    findPythonTool('moto_server', options),
  ]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(options.folder, 'moto.log');
  const child = launch(python, [server, '-H', '127.0.0.1', '-p', String(port)], log);
  options.closing.addEventListener('abort', () => child.stdin?.destroy(), { once: true });
  await answering(url, child, log, options.closing);
  return { url };
}

function launch(python: string, command: readonly string[], log: string): ChildProcess {
  const launcher = join(__dirname, 'launcher.py');
  const environment = { ...process.env, S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true', PYTHONUNBUFFERED: '1' };
  const child = spawn(python, [launcher, ...command], { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
  const output = createWriteStream(log);
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  child.on('error', () => output.end());
  child.on('close', () => output.end());
  child.stdin?.on('error', () => child.kill());
  return child;
}

async function answering(url: string, child: ChildProcess, log: string, closing: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    if (closing.aborted) throw new ExpectedError('The local endpoint was ended while moto was starting');
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(url)) return;
    await pause(50);
  }
  child.stdin?.destroy();
  const words = await readFile(log, 'utf8').catch(() => '');
  throw new ExpectedError(
    `moto_server did not start: ${words.trim().split('\n').at(-1) || 'it said nothing'}`,
  );
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
