import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '../kit/expected-error';
import { fullDisk } from '../kit/full-disk';
import { findPython, findPythonTool, type FindPythonToolOptions } from './python';

/** How to start moto. */
export interface StartMotoOptions extends FindPythonToolOptions {
  /** Where its log `moto.log` goes. It is removed when moto ends with `closing` or with this process. */
  readonly folder: string;
  /** Ends moto when it aborts; the end of this process does so too. */
  readonly closing: AbortSignal;
  /** Whether this process may end while moto runs, instead of waiting for its end. @default false */
  readonly background?: boolean;
  /** Bytes that can be written to the disk of a folder. @default - as its file system reports */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** A moto that is ready. */
export interface RunningMoto {
  /** Its base URL, without a slash at the end. Its path is a secret: whoever knows it may do everything, and nobody else anything. */
  readonly url: string;
  /** Resolves when its process has ended. */
  readonly ended: Promise<unknown>;
}

/** Long enough for a cold start on a busy machine. */
const START_TIMEOUT_MILLISECONDS = 60_000;

/**
 * Starts moto, the backend of what the endpoint does not own, on a free port of the loopback interface, and waits
 * until it is ready. It ends with `closing`, and when this process ends, however it ends.
 * @throws ExpectedError where moto cannot be found, installed or started, or the disk is full: it could not even write why
 */
export async function startMoto(options: StartMotoOptions): Promise<RunningMoto> {
  const [python, server] = await Promise.all([
    findPython(options.path),
    findPythonTool('moto_server', options),
  ]);
  if (options.closing.aborted) throw endedWhileStarting();
  const full = await fullDisk(options.folder, options.freeBytes);
  if (full) throw full;
  const secret = randomBytes(24).toString('hex');
  const log = join(options.folder, 'moto.log');
  const child = launch(python, [options.folder, server, '-H', '127.0.0.1', '-p', '0'], secret, log);
  const ended = endOf(child);
  options.closing.addEventListener('abort', () => child.stdin?.destroy(), { once: true });
  const url = await waitUntilReady(child, log, secret, options.closing);
  if (url === undefined)
    throw (
      (await fullDisk(options.folder, options.freeBytes)) ??
      new ExpectedError(`moto_server did not start: ${(await ended) ?? lastLineOf(log)}`)
    );
  if (options.background) release(child);
  return { url, ended };
}

/** It writes its log itself: a line a call through this process would cost more than the rest of forwarding it. */
function launch(python: string, args: readonly string[], secret: string, log: string): ChildProcess {
  const environment = {
    ...process.env,
    S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true',
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', // cdk bootstrap attaches AWS's own policies to its roles
    MOTO_DISABLE_GLOBAL_CORS: 'true',
    LOCAL_MOTO_SECRET: secret,
    PYTHONUNBUFFERED: '1',
    PYTHONPATH: [join(__dirname, 'startup'), join(__dirname, '../kit/python'), process.env.PYTHONPATH]
      .filter(Boolean)
      .join(delimiter),
  };
  const isolated = ['-I', join(__dirname, 'launcher.py')]; // what is in PYTHONPATH is for moto only
  const output = openSync(log, 'a');
  const child = spawn(python, [...isolated, ...args], { env: environment, stdio: ['pipe', output, output] });
  closeSync(output);
  child.stdin?.on('error', () => child.kill());
  return child;
}

/** Lets this process end while the child runs; its pipe is a socket, which would hold it too. */
function release(child: ChildProcess): void {
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
}

/** @returns why it never ran, if it did not */
function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(undefined));
  });
}

/** @returns its URL, or undefined where it has ended or never will be ready; then it is ended */
async function waitUntilReady(
  child: ChildProcess,
  log: string,
  secret: string,
  closing: AbortSignal,
): Promise<string | undefined> {
  const deadline = Date.now() + START_TIMEOUT_MILLISECONDS;
  while (Date.now() < deadline) {
    if (closing.aborted) throw endedWhileStarting();
    if (child.exitCode !== null || child.signalCode !== null) break;
    const address = addressIn(log);
    if (address && (await isReady(`${address}/${secret}`))) return `${address}/${secret}`;
    await pause(50);
  }
  child.stdin?.destroy();
  return undefined;
}

/** It chooses the port itself, so that no other process can take it meanwhile. @returns undefined until it listens */
const addressIn = (log: string): string | undefined =>
  /Running on (http:\/\/127\.0\.0\.1:\d+)\s/.exec(readFileSync(log, 'utf8'))?.[1];

const lastLineOf = (log: string): string =>
  readFileSync(log, 'utf8').trim().split('\n').at(-1) || 'it printed nothing';

function endedWhileStarting(): ExpectedError {
  return new ExpectedError('The local endpoint was ended while it was starting; nothing of it is left');
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
