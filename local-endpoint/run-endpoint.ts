import { type AccessControl, createAuthorization, type Authorization } from './authorization/authorization';
import { type RunningEndpoint, startEndpoint } from './endpoint/server';
import { createFaults, type Faults } from './faults/faults';
import type { FaultRule, InjectedFault } from './faults/rule';
import { createGitServer } from './git/git-server';
import type { Clock } from './kit/clock';
import type { ServiceContext } from './kit/context';
import { createEventBus } from './kit/event-bus';
import type { ReachableEndpoint } from './kit/in-process-handler';
import { type LocalService, resourceTypesOf, type RunningService, startServices } from './kit/local-service';
import { createProcesses } from './kit/processes';
import { createPushes } from './kit/pushes';

export interface RunEndpointOptions extends CreateServicesOptions {
  /** moto's URL. */
  readonly moto: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Which calls are broken, and how: of several rules for a call the first. @default - none is */
  readonly faults?: readonly FaultRule[];
  /** Called before a call meets a fault. */
  onFault?(fault: InjectedFault): void;
}

/** What services are created with. */
export interface CreateServicesOptions {
  readonly services: readonly LocalService[];
  /** Account of dummy credentials, twelve digits. */
  readonly account: string;
  readonly clock: Clock;
  /** A folder for the services' files; the caller removes it. */
  readonly folder: string;
  /** Ends every wait and every child of the services. */
  readonly closing: AbortSignal;
  /** Logs a line for whoever started the endpoint. */
  log(line: string): void;
  /**
   * Replaces how calls are authorized.
   * @param authorization the default
   * @param endpoint known once it listens
   * @default - the roles and policies that the services keep
   */
  accessControl?(authorization: Authorization, endpoint: () => ReachableEndpoint): AccessControl;
}

/** Services behind one port. */
export interface RunningServices
  extends RunningEndpoint,
    Pick<Authorization, 'grantsUsed' | 'unusedGrants' | 'withheldGrants'> {
  /** The rules that no call has met so far. */
  readonly unmatchedFaults: Faults['unmatched'];
  /** What the services were created with. */
  readonly context: ServiceContext;
}

/**
 * Starts services in front of a moto that runs already.
 * @throws ExpectedError where the port is taken
 */
export async function runEndpoint(options: RunEndpointOptions): Promise<RunningServices> {
  const listening: { endpoint?: RunningEndpoint } = {};
  const reachable = () => listening.endpoint ?? notListening();
  const { context, services, access, authorization } = createServices(options, reachable);
  const faults = createFaults({
    rules: options.faults ?? [],
    services: options.services,
    clock: context.clock,
    processes: context.processes,
    closing: options.closing,
    onFault: (fault) => options.onFault?.(fault),
  });
  const endpoint = await startEndpoint({
    port: options.port,
    moto: options.moto,
    services,
    clock: context.clock,
    routes: [context.git.route],
    callerOf: (accessKeyId) => context.identities.sessions.callerOf(accessKeyId),
    authorize: access.authorizer(services),
    meet: (call, isInProcess, perform) => faults.meet(call, isInProcess, perform),
    log: (line) => context.log(line),
  });
  listening.endpoint = endpoint;
  return {
    ...endpoint,
    context,
    unmatchedFaults: () => faults.unmatched(),
    grantsUsed: () => authorization.grantsUsed(),
    unusedGrants: (roleArns) => authorization.unusedGrants(roleArns),
    withheldGrants: authorization.withheldGrants,
  };
}

function notListening(): never {
  throw new Error('The endpoint is called before it listens');
}

/** Services that no port serves yet, and what authorizes calls to them. */
export interface CreatedServices {
  readonly context: ServiceContext;
  readonly services: readonly RunningService[];
  readonly access: AccessControl;
  /** Logs which grants are used, where nothing replaces it. */
  readonly authorization: Authorization;
}

/** @param endpoint needed from the first call on */
export function createServices(
  options: CreateServicesOptions,
  endpoint: () => ReachableEndpoint,
): CreatedServices {
  const { services, account, clock, folder, closing } = options;
  const now = () => clock.now();
  const authorization = createAuthorization({ endpoint, defaultAccount: account, now });
  const access = options.accessControl?.(authorization, endpoint) ?? authorization;
  const { aws, identities, lookup } = access;
  const context: ServiceContext = {
    clock,
    aws,
    bus: createEventBus(now),
    identities,
    lookup,
    git: createGitServer({ folder, closing }),
    pushes: createPushes(),
    processes: createProcesses(),
    resourceTypes: resourceTypesOf(services),
    folder,
    closing,
    log: (line) => void (closing.aborted || options.log(line)), // what the end interrupts is no failure
  };
  return { context, services: startServices(services, context), access, authorization };
}
