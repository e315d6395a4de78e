import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessControl, Authorization } from '../authorization/authorization';
import type { Clock } from '../kit/clock';
import type { FaultRule, InjectedFault, UnmatchedFault } from '../faults/rule';
import type { ServiceContext } from '../kit/context';
import type { AwsEvent, EventInput } from '../kit/event-bus';
import { inProcessClient } from '../kit/in-process-client';
import type { ReachableEndpoint } from '../kit/in-process-handler';
import type { LocalService } from '../kit/local-service';
import type { Caller } from '../kit/operation';
import { runEndpoint } from '../run-endpoint';
import { type ClientConfig, environmentOf, identityOf } from './clients';
import { createFakes, type Fakes } from './fakes';
import { type ManualClock, manualClock } from './manual-clock';
import { ACCOUNT, motoUrl } from './test-file';
import { createTrustingAccess, type TrustingAccess } from './trusting-access';

/** How to start a {@link TestEndpoint}. */
export interface TestEndpointOptions<C extends Clock = ManualClock> {
  /** What stands before moto. Where roles are enforced, every other service of the endpoint does too. @default - none */
  readonly services?: readonly LocalService[];
  /** @default - stands still at 2026-01-01T00:00:00Z until the test moves it */
  readonly clock?: C;
  /**
   * `trusted`: every role can be assumed but those named `missing`, and may do what the test does not {@link TestEndpoint.deny}.
   * `enforced`: roles, their trust and their policies are those in IAM.
   * @default trusted
   */
  readonly roles?: 'trusted' | 'enforced';
  /** Operations that the test may {@link TestEndpoint.answer}, as `service:Operation`. @default - none */
  readonly fakes?: readonly string[];
  /** Which calls are broken. @default - none */
  readonly faults?: readonly FaultRule[];
  /** The base URL of what gets the rest; empty where the test calls nothing else. @default - the moto that test files share */
  readonly moto?: string;
}

/** A call that reached the endpoint. */
export interface SeenCall {
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The real endpoint on a free port, with moto behind it and the services of a test before it. */
export interface TestEndpoint<C extends Clock = ManualClock> extends Fakes {
  readonly url: string;
  /** To call it without a connection. */
  readonly reachable: ReachableEndpoint;
  readonly clock: C;
  /** What the services are made with. */
  readonly context: ServiceContext;
  /** Decides only where roles are enforced. */
  readonly authorization: Pick<Authorization, 'grantsUsed' | 'unusedGrants' | 'withheldGrants'>;
  /** All calls, oldest first. */
  readonly calls: SeenCall[];
  /** All lines logged, oldest first. */
  readonly log: string[];
  /** All events emitted, oldest first. */
  readonly events: EventInput[];
  /** All calls that met a fault, oldest first. */
  readonly injected: InjectedFault[];
  /** The rules that no call has met so far. */
  unmatchedFaults(): UnmatchedFault[];
  /**
   * The configuration of a client in this process, which needs no connection.
   * @param accessKeyId @default - of the test file's account
   */
  readonly client: (accessKeyId?: string) => ClientConfig;
  /** A command line tool's environment. @param accessKeyId @default - of the test file's account */
  readonly environment: (accessKeyId?: string) => NodeJS.ProcessEnv;
  /** Refuses operations, `service:Operation`, to every trusted role. */
  deny(...operations: readonly string[]): void;
  /** Ends what {@link deny} and {@link Fakes.answer} began. */
  restore(): void;
  close(): Promise<void>;
}

/** Starts one; `close` ends it. */
export async function startTestEndpoint<C extends Clock = ManualClock>(
  options: TestEndpointOptions<C> = {},
): Promise<TestEndpoint<C>> {
  const folder = await mkdtemp(join(tmpdir(), 'test-endpoint-'));
  const closing = new AbortController();
  const clock = options.clock ?? (manualClock() as Clock as C);
  const [calls, log, events]: [SeenCall[], string[], EventInput[]] = [[], [], []];
  const injected: InjectedFault[] = [];
  const fakes = createFakes(await servicesOf(options), options.fakes);
  let trusting: TrustingAccess | undefined;
  const running = await runEndpoint({
    services: fakes.services,
    moto: options.moto ?? (await motoUrl()),
    port: 0,
    account: ACCOUNT,
    clock,
    folder,
    closing: closing.signal,
    faults: options.faults,
    onFault: (fault) => void injected.push(fault),
    log: (line) => void log.push(line),
    accessControl: (authorization, endpoint) => {
      const access =
        options.roles === 'enforced'
          ? authorization
          : (trusting = createTrustingAccess(authorization, endpoint));
      return recording(access, calls);
    },
  });
  const { url, context, grantsUsed, unusedGrants, withheldGrants, unmatchedFaults } = running;
  const inProcess = inProcessClient(() => running);
  context.bus.subscribe((event) => void events.push(inputOf(event)));
  return {
    ...{ url, clock, context, calls, log, events, injected, unmatchedFaults },
    reachable: running,
    authorization: { grantsUsed, unusedGrants, withheldGrants },
    client: (accessKeyId) => ({ ...identityOf(url, accessKeyId), ...inProcess }),
    environment: (accessKeyId) => environmentOf(url, folder, accessKeyId),
    deny: (...operations) => trusting?.deny(operations),
    answer: (operation, fake) => fakes.answer(operation, fake),
    restore: () => {
      trusting?.allowAll();
      fakes.restore();
    },
    close: async () => {
      closing.abort();
      await running.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** An event without what the bus adds. */
const inputOf = (event: AwsEvent): EventInput => ({
  source: event.source,
  'detail-type': event['detail-type'],
  account: event.account,
  region: event.region,
  resources: event.resources,
  detail: event.detail,
});

/** Their code takes a second to load, so that only those who need all of it load it. */
async function servicesOf({
  services = [],
  roles,
}: Pick<TestEndpointOptions<Clock>, 'services' | 'roles'>): Promise<readonly LocalService[]> {
  if (roles !== 'enforced') return services;
  const { SERVICES } = await import('../services/index.js');
  const tested = new Set(services.map(({ name }) => name));
  return [...SERVICES.filter(({ name }) => !tested.has(name)), ...services];
}

function recording(access: AccessControl, calls: SeenCall[]): AccessControl {
  return {
    ...access,
    authorizer: (services) => {
      const authorize = access.authorizer(services);
      return async (call) => {
        const { service, operation, input, context } = call;
        calls.push({ service, operation, input, caller: context.caller });
        await authorize(call);
      };
    },
  };
}
