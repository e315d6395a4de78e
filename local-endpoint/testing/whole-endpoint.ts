import { type Clock, scaledClock } from '../kit/clock';
import { type LocalEndpoint, startLocalEndpoint } from '../local-endpoint';
import { type ClientConfig, environmentOf, identityOf } from './clients';
import { ACCOUNT, motoUrl, REGION } from './test-file';

/** How to start the whole endpoint. */
export interface WholeEndpointOptions<C extends Clock> {
  /** @default - the machine's time */
  readonly clock?: C;
}

/** The whole local endpoint, as people start it. */
export interface StartedEndpoint<C extends Clock = Clock> extends LocalEndpoint<C> {
  /** All lines logged, oldest first. */
  readonly log: string[];
  /** A client's configuration. @param accessKeyId @default - of the test file's account */
  readonly client: (accessKeyId?: string) => ClientConfig;
  /** A command line tool's environment. @param accessKeyId @default - of the test file's account */
  readonly environment: (accessKeyId?: string) => NodeJS.ProcessEnv;
}

/**
 * Starts every service, in front of the moto that test files share; `close` ends it. The index leaves this out, because the
 * code of all services takes a second to load.
 */
export async function startWholeEndpoint<C extends Clock = Clock>({
  clock = scaledClock(1) as Clock as C,
}: WholeEndpointOptions<C> = {}): Promise<StartedEndpoint<C>> {
  const log: string[] = [];
  const local = await startLocalEndpoint({
    ...{ port: 0, clock, account: ACCOUNT, region: REGION },
    moto: { url: await motoUrl() },
    log: (line) => void log.push(line),
  });
  return {
    ...local,
    log,
    client: (accessKeyId) => identityOf(local.url, accessKeyId),
    environment: (accessKeyId) => environmentOf(local.url, local.folder, accessKeyId),
  };
}
