import { type AccessControl, createAuthorization, type Authorization } from './authorization/authorization';
import { type RunningEndpoint, startEndpoint } from './endpoint/server';
import { createGitServer } from './git/git-server';
import type { Clock } from './kit/clock';
import type { ServiceContext } from './kit/context';
import { createEventBus } from './kit/event-bus';
import { type LocalService, resourceTypesOf, startServices } from './kit/local-service';
import { createPushes } from './kit/pushes';

/** What an endpoint runs. */
export interface RunEndpointOptions {
  readonly services: readonly LocalService[];
  /** moto's URL. */
  readonly moto: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Account of dummy credentials, twelve digits. */
  readonly account: string;
  readonly clock: Clock;
  /** A folder for whatever services write; the caller removes it. */
  readonly folder: string;
  /** Ends every wait and every child of the services. */
  readonly closing: AbortSignal;
  /** Shows a line to whoever started the endpoint. */
  log(line: string): void;
  /**
   * Replaces how calls are authorized.
   * @param authorization what decides otherwise
   * @param endpoint the endpoint's URL, known once it listens
   * @default - the roles and policies that the services keep
   */
  accessControl?(authorization: Authorization, endpoint: () => string): AccessControl;
}

/** Services behind one port. */
export interface RunningServices extends RunningEndpoint, Pick<Authorization, 'grantsUsed' | 'unusedGrants'> {
  /** What the services were started with. */
  readonly context: ServiceContext;
}

/**
 * Starts services in front of a moto that runs already.
 * @throws ExpectedError where the port is taken
 */
export async function runEndpoint(options: RunEndpointOptions): Promise<RunningServices> {
  const { services, moto, port, account, clock, folder, closing } = options;
  const log = (line: string) => void (closing.aborted || options.log(line)); // what breaks off at the end is no news
  const now = () => clock.now();
  let url = '';
  const authorization = createAuthorization({ endpoint: () => url, defaultAccount: account, now });
  const access = options.accessControl?.(authorization, () => url) ?? authorization;
  const { aws, identities, lookup } = access;
  const git = createGitServer({ folder, closing });
  const context: ServiceContext = {
    clock,
    aws,
    bus: createEventBus(now),
    identities,
    lookup,
    git,
    pushes: createPushes(),
    resourceTypes: resourceTypesOf(services),
    folder,
    closing,
    log,
  };
  const running = startServices(services, context);
  const endpoint = await startEndpoint({
    port,
    moto,
    services: running,
    routes: [git.route],
    callerOf: (accessKeyId) => identities.sessions.callerOf(accessKeyId),
    authorize: access.authorizer(running),
    log,
  });
  url = endpoint.url;
  return {
    ...endpoint,
    context,
    grantsUsed: () => authorization.grantsUsed(),
    unusedGrants: (roleArns) => authorization.unusedGrants(roleArns),
  };
}
