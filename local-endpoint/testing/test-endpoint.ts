import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIam, type Iam } from '../authorization/iam';
import type { Route } from '../endpoint/route';
import { startEndpoint } from '../endpoint/server';
import type { Caller, Observer, Service } from '../endpoint/service';
import type { Clock } from '../kit/clock';
import type { World } from '../kit/context';
import type { EventDraft } from '../kit/event';
import { type ClientConfig, environmentOf, identityOf } from './clients';
import { createFakes, type Fakes } from './fakes';
import { type ManualClock, manualClock } from './manual-clock';
import { ACCOUNT, motoUrl } from './test-file';
import { createTrustingIam } from './trusting-iam';

/** What stands before moto. */
export interface TestedParts {
  readonly services?: readonly Service[];
  readonly observers?: readonly Observer[];
  readonly routes?: readonly Route[];
}

/** How to start a {@link TestEndpoint}. */
export interface TestEndpointOptions<C extends Clock = ManualClock> {
  /** What is tested, made with the endpoint's context. @default - moto alone */
  readonly parts?: (context: World) => TestedParts;
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
  readonly clock: C;
  /** What the services are made with. */
  readonly context: World;
  /** IAM; it decides only where roles are enforced. */
  readonly iam: Iam;
  /** Who calls with an access key. */
  readonly callerOf: (accessKeyId: string) => Caller;
  /** All calls, oldest first. */
  readonly calls: SeenCall[];
  /** All lines logged, oldest first. */
  readonly log: string[];
  /** All events emitted, oldest first. */
  readonly events: EventDraft[];
  /** A client's configuration. @param accessKeyId @default - of the test file's account */
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
  const [calls, log, events]: [SeenCall[], string[], EventDraft[]] = [[], [], []];
  const say = (line: string) => void log.push(line);
  let url = '';
  const iam = createIam({ endpoint: () => url, defaultAccount: ACCOUNT, now: () => clock.now(), say });
  const trusting = createTrustingIam(() => url);
  const enforced = options.roles === 'enforced';
  const { aws, callerOf, authorize } = enforced ? iam : trusting;
  const bus = { emit: (draft: EventDraft) => `event-${events.push(draft)}` };
  const context: World = { clock, aws, bus, folder, closing: closing.signal, say };
  const { services = [], observers = [], routes } = options.parts?.(context) ?? {};
  const fakes = createFakes([...(enforced ? iam.services : []), ...services], options.fakes);
  const running = await startEndpoint({
    port: 0,
    moto: options.moto ?? (await motoUrl()),
    services: fakes.services,
    observers: [...(enforced ? iam.observers : []), ...observers],
    routes,
    callerOf,
    authorize: async (call) => {
      const { service, operation, input } = call;
      calls.push({ service, operation, input, caller: call.context.caller });
      await authorize(call);
    },
    say,
  });
  url = running.url;
  return {
    ...{ url, clock, context, iam, callerOf, calls, log, events },
    client: (accessKeyId) => identityOf(url, accessKeyId),
    environment: (accessKeyId) => environmentOf(url, folder, accessKeyId),
    deny: (...operations) => trusting.deny(operations),
    answer: (operation, fake) => fakes.answer(operation, fake),
    restore: () => {
      trusting.allowAll();
      fakes.restore();
    },
    close: async () => {
      closing.abort();
      await running.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
