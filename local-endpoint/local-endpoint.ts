import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PacedClock, scaledClock } from './kit/clock';
import { createCloudFormation } from './services/cloudformation/service';
import { createCodeBuild } from './services/codebuild/service';
import { createCodeDeploy } from './services/codedeploy/service';
import { createCodePipeline } from './services/codepipeline/service';
import { createEcr } from './services/ecr/service';
import { createEcs } from './services/ecs/service';
import { startEndpoint } from './endpoint/server';
import type { Observer, Service } from './endpoint/service';
import { createEventBus } from './services/events/bus';
import { NotifyingBuckets } from './services/s3/notifying-buckets';
import { createEventsObservers } from './services/events/observers';
import { Rules } from './services/events/rules';
import { createEvents } from './services/events/service';
import { createGit, type Git } from './git/service';
import { createIam, type Iam } from './authorization/iam';
import { createLambda } from './services/lambda/service';
import { type RunningMoto, startMoto } from './moto/moto';
import type { World } from './kit/context';

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
  /** A line for the person who watches. */
  say(line: string): void;
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
  readonly unusedGrants: Iam['unusedGrants'];
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
  const { port, account } = options;
  const say = (line: string) => void (closing.aborted || options.say(line)); // what breaks off at the end is no news
  const clock = scaledClock(options.speed);
  const moto = options.moto ?? (await startMoto({ folder, closing, say }));
  let url = '';
  const iam = createIam({ endpoint: () => url, defaultAccount: account, now: () => clock.now(), say });
  const rules = new Rules();
  const surroundings = { clock, aws: iam.aws, folder, closing, say };
  const world: World = { ...surroundings, bus: createEventBus(surroundings, rules) };
  const git = createGit(world);
  const { services, observers } = servicesOf(world, rules, git);
  const endpoint = await startEndpoint({
    port,
    moto: moto.url,
    services: [...iam.services, ...services],
    observers: [...iam.observers, ...observers],
    routes: git.routes,
    callerOf: iam.callerOf,
    authorize: iam.authorize,
    say,
  });
  url = endpoint.url;
  return {
    url,
    clock,
    unusedGrants: (roles: readonly string[]) => iam.unusedGrants(roles),
    close: () => endpoint.close(),
  };
}

/** Every service the endpoint owns, and what watches the ones it does not. */
function servicesOf(world: World, rules: Rules, git: Git): { services: Service[]; observers: Observer[] } {
  const ecr = createEcr(world);
  const ecs = createEcs(world);
  const lambda = createLambda(world);
  const notifying = new NotifyingBuckets();
  return {
    services: [
      createCloudFormation(world),
      createCodePipeline(world, git.pushes),
      createCodeBuild(world),
      createCodeDeploy(world),
      createEvents(rules, world.bus),
      notifying.service(),
      ...git.services,
      ecr.service,
      ecs.service,
      lambda.service,
    ],
    observers: [
      ...createEventsObservers(world, notifying),
      ...ecr.observers,
      ...ecs.observers,
      ...lambda.observers,
    ],
  };
}
