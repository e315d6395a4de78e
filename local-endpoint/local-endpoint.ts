import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authorization } from './authorization/authorization';
import { type PacedClock, scaledClock } from './kit/clock';
import { type RunningMoto, startMoto } from './moto/moto';
import { runEndpoint } from './run-endpoint';
import { SERVICES } from './services';

/** How to run the local endpoint. */
export interface LocalEndpointOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** How much faster than real time waits go; 1 is real time. */
  readonly speed: number;
  /** Account of dummy credentials, twelve digits. */
  readonly account: string;
  /** Region that people are shown; calls carry their own. */
  readonly region: string;
  /** A moto that runs already; it goes on when the endpoint ends. @default - starts one, which ends with the endpoint */
  readonly moto?: Pick<RunningMoto, 'url'>;
  /** Shows a line to whoever started the endpoint. */
  log(line: string): void;
  /** Ends the endpoint. */
  readonly signal?: AbortSignal;
}

/** A running local endpoint. */
export interface LocalEndpoint extends Pick<LocalEndpointOptions, 'account' | 'region'> {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly clock: PacedClock;
  /** The one temporary folder; it goes when the endpoint ends. */
  readonly folder: string;
  /** Aborts when the endpoint ends. */
  readonly closing: AbortSignal;
  /** Which statements of a role's policies no call has needed so far. */
  readonly unusedGrants: Authorization['unusedGrants'];
  /** Ends everything the endpoint started; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts moto, where none is given, and, in front of it, every local service on one loopback port.
 * @throws ExpectedError where the port is taken, or moto cannot be found or installed; nothing is left running then
 */
export async function startLocalEndpoint(options: LocalEndpointOptions): Promise<LocalEndpoint> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-factory-'));
  const closing = new AbortController();
  const abort = () => closing.abort();
  if (options.signal?.aborted) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeNow);
  const end = async () => {
    abort();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    process.off('exit', removeNow);
    options.signal?.removeEventListener('abort', abort);
  };
  try {
    const running = await start(options, folder, closing.signal);
    return {
      ...running,
      folder,
      closing: closing.signal,
      account: options.account,
      region: options.region,
      close: async () => {
        closing.abort();
        await running.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function start(
  options: LocalEndpointOptions,
  folder: string,
  closing: AbortSignal,
): Promise<Pick<LocalEndpoint, 'url' | 'clock' | 'unusedGrants' | 'close'>> {
  const clock = scaledClock(options.speed);
  const log = (line: string) => options.log(line);
  const moto = options.moto ?? (await startMoto({ folder, closing, log }));
  const { port, account } = options;
  const running = await runEndpoint({
    services: SERVICES,
    moto: moto.url,
    port,
    account,
    clock,
    folder,
    closing,
    log,
  });
  return { url: running.url, clock, unusedGrants: running.unusedGrants, close: () => running.close() };
}
