import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '../expected-error';
import { findPython, findPythonTool, type FindPythonToolOptions } from './python';

/** How to start moto. */
export interface StartMotoOptions extends FindPythonToolOptions {
  /** Where its log `moto.log` goes. It is removed when moto ends with `closing` or with this process. */
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
  if (options.closing.aborted) throw endedWhileStarting();
  const url = `http://127.0.0.1:${port}`;
  const child = launch(python, [options.folder, server, '-H', '127.0.0.1', '-p', String(port)]);
  const lastWords = keepLog(child, join(options.folder, 'moto.log'));
  options.closing.addEventListener('abort', () => child.stdin.destroy(), { once: true });
  await answering(url, child, lastWords, options.closing);
  return { url };
}

function launch(python: string, words: readonly string[]): ChildProcessWithoutNullStreams {
  const environment = {
    ...process.env,
    S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true',
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', // cdk bootstrap attaches AWS's own policies to its roles
    PYTHONUNBUFFERED: '1',
  };
  const child = spawn(python, [join(__dirname, 'launcher.py'), ...words], { env: environment });
  child.stdin.on('error', () => child.kill());
  return child;
}

/** @returns what it said last, once it has ended */
function keepLog(child: ChildProcessWithoutNullStreams, file: string): Promise<string> {
  const log = createWriteStream(file);
  let last = '';
  const keep = (chunk: Buffer): void => {
    last = `${last}${chunk.toString()}`.slice(-2_000);
    log.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => {
    const end = (words: string): void => {
      log.end();
      resolve(words);
    };
    child.on('error', (error) => end(error.message));
    child.on('close', () => end(last.trim().split('\n').at(-1) || 'it said nothing'));
  });
}

async function answering(
  url: string,
  child: ChildProcess,
  lastWords: Promise<string>,
  closing: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    if (closing.aborted) throw endedWhileStarting();
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(url)) return;
    await pause(50);
  }
  child.stdin?.destroy();
  throw new ExpectedError(`moto_server did not start: ${await lastWords}`);
}

function endedWhileStarting(): ExpectedError {
  return new ExpectedError('The local endpoint was ended while it was starting; nothing of it is left');
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
