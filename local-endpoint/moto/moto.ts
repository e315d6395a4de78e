import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '../kit/expected-error';
import { findPython, findPythonTool, type FindPythonToolOptions } from './python';

/** How to start moto. */
export interface StartMotoOptions extends FindPythonToolOptions {
  /** Where its log `moto.log` goes. It is removed when moto ends with `closing` or with this process. */
  readonly folder: string;
  /** Ends moto when it aborts; the end of this process does so too. */
  readonly closing: AbortSignal;
  /** Whether this process may end while moto runs, instead of waiting for its end. @default false */
  readonly background?: boolean;
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
 * @throws ExpectedError where moto cannot be found, installed or started
 */
export async function startMoto(options: StartMotoOptions): Promise<RunningMoto> {
  const [python, server] = await Promise.all([
    findPython(options.path),
    findPythonTool('moto_server', options),
  ]);
  if (options.closing.aborted) throw endedWhileStarting();
  const secret = randomBytes(24).toString('hex');
  const child = launch(python, [options.folder, server, '-H', '127.0.0.1', '-p', '0'], secret);
  const output = keepLog(child, join(options.folder, 'moto.log'));
  options.closing.addEventListener('abort', () => child.stdin.destroy(), { once: true });
  const url = await waitUntilReady(child, output, secret, options.closing);
  if (options.background) release(child);
  return { url, ended: output.lastLine };
}

function launch(python: string, args: readonly string[], secret: string): ChildProcessWithoutNullStreams {
  const environment = {
    ...process.env,
    S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true',
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', // cdk bootstrap attaches AWS's own policies to its roles
    MOTO_DISABLE_GLOBAL_CORS: 'true',
    LOCAL_MOTO_SECRET: secret,
    PYTHONUNBUFFERED: '1',
    PYTHONPATH: [join(__dirname, 'startup'), process.env.PYTHONPATH].filter(Boolean).join(delimiter),
  };
  const isolated = ['-I', join(__dirname, 'launcher.py')]; // what is in PYTHONPATH is for moto only
  const child = spawn(python, [...isolated, ...args], { env: environment });
  child.stdin.on('error', () => child.kill());
  return child;
}

/** Lets this process end while the child runs; its pipes are sockets, which would hold it too. */
function release(child: ChildProcessWithoutNullStreams): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref();
}

/** What is known from moto's output. */
interface MotoOutput {
  /** Its URL; it chooses the port itself, so that no other process can take it meanwhile. @returns undefined until it listens */
  readonly url: () => string | undefined;
  /** Resolves with the last line of its output when it has ended. */
  readonly lastLine: Promise<string>;
}

function keepLog(child: ChildProcessWithoutNullStreams, file: string): MotoOutput {
  const log = createWriteStream(file).on('error', () => undefined); // a full disk costs the log and nothing else
  let last = '';
  let url: string | undefined;
  const keep = (chunk: Buffer): void => {
    last = `${last}${chunk.toString()}`.slice(-2_000);
    url ??= /Running on (http:\/\/127\.0\.0\.1:\d+)\s/.exec(last)?.[1];
    log.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const lastLine = new Promise<string>((resolve) => {
    const end = (line: string): void => {
      log.end();
      resolve(line);
    };
    child.on('error', (error) => end(error.message));
    child.on('close', () => end(last.trim().split('\n').at(-1) || 'it printed nothing'));
  });
  return { url: () => url, lastLine };
}

async function waitUntilReady(
  child: ChildProcess,
  { url, lastLine }: MotoOutput,
  secret: string,
  closing: AbortSignal,
): Promise<string> {
  const deadline = Date.now() + START_TIMEOUT_MILLISECONDS;
  while (Date.now() < deadline) {
    if (closing.aborted) throw endedWhileStarting();
    if (child.exitCode !== null || child.signalCode !== null) break;
    const address = url();
    if (address && (await isReady(`${address}/${secret}`))) return `${address}/${secret}`;
    await pause(50);
  }
  child.stdin?.destroy();
  throw new ExpectedError(`moto_server did not start: ${await lastLine}`);
}

function endedWhileStarting(): ExpectedError {
  return new ExpectedError('The local endpoint was ended while it was starting; nothing of it is left');
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
