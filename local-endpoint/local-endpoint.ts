import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authorization } from './authorization/authorization';
import type { FaultRule, InjectedFault, UnmatchedFault } from './faults/rule';
import type { Clock } from './kit/clock';
import { type InProcessClient, inProcessClient } from './kit/in-process-client';
import { type RunningMoto, startMoto } from './moto/moto';
import { runEndpoint } from './run-endpoint';
import { SERVICES } from './services';

/** How to run the local endpoint. */
export interface LocalEndpointOptions<C extends Clock = Clock> {
  /** 0 takes any free one. */
  readonly port: number;
  /** What every wait goes by. */
  readonly clock: C;
  /** Account of dummy credentials, twelve digits. */
  readonly account: string;
  /** The region to show to users; every call names its own. */
  readonly region: string;
  /** A moto that runs already; it goes on when the endpoint ends. @default - starts one, which ends with the endpoint */
  readonly moto?: Pick<RunningMoto, 'url'>;
  /** Which calls are broken, and how: of several rules for a call the first. @default - none is */
  readonly faults?: readonly FaultRule[];
  /** Called before a call meets a fault. */
  onFault?(fault: InjectedFault): void;
  /** Logs a line for whoever started the endpoint. */
  log(line: string): void;
  /** Ends the endpoint. */
  readonly signal?: AbortSignal;
}

/** A running local endpoint. */
export interface LocalEndpoint<C extends Clock = Clock>
  extends Pick<LocalEndpointOptions<C>, 'account' | 'region' | 'clock'> {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What makes SDK clients of this process reach the endpoint without a connection, in half of the time of a call. */
  readonly inProcess: InProcessClient;
  /** The one temporary folder; it is removed when the endpoint ends. */
  readonly folder: string;
  /** Aborts when the endpoint ends. */
  readonly closing: AbortSignal;
  /** The statements of roles' policies that no call has needed so far. */
  readonly unusedGrants: Authorization['unusedGrants'];
  /** Takes grants of roles away while the endpoint runs. */
  readonly withheldGrants: Authorization['withheldGrants'];
  /** The rules of {@link LocalEndpointOptions.faults} that no call has met so far. */
  unmatchedFaults(): UnmatchedFault[];
  /** Ends everything the endpoint started; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts moto, where none is given, and, in front of it, every local service on one loopback port.
 * @throws ExpectedError where the port is taken, or moto cannot be found or installed; nothing is left running then
 */
export async function startLocalEndpoint<C extends Clock>(
  options: LocalEndpointOptions<C>,
): Promise<LocalEndpoint<C>> {
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
      clock: options.clock,
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
): Promise<
  Pick<LocalEndpoint, 'url' | 'inProcess' | 'unusedGrants' | 'withheldGrants' | 'unmatchedFaults' | 'close'>
> {
  const log = (line: string) => options.log(line);
  const moto = options.moto ?? (await startMoto({ folder, closing, log }));
  const { port, account, clock, faults } = options;
  const running = await runEndpoint({
    services: SERVICES,
    moto: moto.url,
    port,
    account,
    clock,
    folder,
    closing,
    faults,
    onFault: (fault) => options.onFault?.(fault),
    log,
  });
  return {
    url: running.url,
    inProcess: inProcessClient(() => running),
    unusedGrants: running.unusedGrants,
    withheldGrants: running.withheldGrants,
    unmatchedFaults: running.unmatchedFaults,
    close: () => running.close(),
  };
}
