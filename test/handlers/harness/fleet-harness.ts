import { randomUUID } from 'node:crypto';
import {
  ACCOUNT,
  advanceUntil,
  type ManualClock,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { handler as cleanUpGroups } from '../../../handlers/clean-up-groups/handler';
import { handler as createGreenGroup } from '../../../handlers/create-green-group/handler';
import { handler as createLaunchTemplateVersion } from '../../../handlers/create-launch-template-version/handler';
import { logger } from '../../../handlers/logger';
import { handler as refreshInstances } from '../../../handlers/refresh-instances/handler';
import { handler as retireBlueGroup } from '../../../handlers/retire-blue-group/handler';
import { handler as shiftTraffic } from '../../../handlers/shift-traffic/handler';
import { autoScaling } from '../../../local-endpoint/services/autoscaling/service';
import { ec2 } from '../../../local-endpoint/services/ec2/service';
import { elasticLoadBalancing } from '../../../local-endpoint/services/elasticloadbalancing/service';
import { pointClientsAt } from './client-config';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { createFleetFixture, type FleetFixture, type SettingsChange } from './fleet-fixture';
import { createNetwork, type FleetNetwork } from './fleet-network';
import { type FleetPipeline, fleetPipeline } from './fleet-pipeline';
import type { ReceivedResult } from './running-actions';

/** The functions that a pipeline invokes. */
export const FUNCTIONS = {
  createLaunchTemplateVersion,
  createGreenGroup,
  shiftTraffic,
  retireBlueGroup,
  refreshInstances,
};

export type FunctionName = keyof typeof FUNCTIONS;

/** One invocation, which can be repeated as it was. */
export interface FleetJob {
  readonly name: FunctionName;
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly continuationToken?: string;
}

/** Auto Scaling, EC2, Elastic Load Balancing and Parameter Store, and a fleet's functions that call them. */
export interface FleetHarness {
  readonly fleet: FleetFixture;
  readonly pipeline: FleetPipeline;
  readonly proxy: FaultyProxy;
  readonly network: FleetNetwork;
  readonly clock: ManualClock;
  /** Answers a call, one of those that the harness was started with, until {@link restore}. */
  readonly answer: TestEndpoint['answer'];
  restore(): void;
  /** Makes another pipeline, without executions. */
  nextFleet(change?: SettingsChange): Promise<FleetFixture>;
  /** A first job of a function. */
  job(name: FunctionName, parameters: Readonly<Record<string, string>>): FleetJob;
  /** Invokes a function once. @returns the result of the job, if it has one */
  invoke(job: FleetJob): Promise<ReceivedResult | undefined>;
  /** The job that follows a result with a token. */
  next(job: FleetJob, result: ReceivedResult | undefined): FleetJob | undefined;
  /** Invokes a function until it is done, with half a minute from look to look. */
  play(job: FleetJob, options?: PlayOptions): Promise<PlayedJob>;
  /** Invokes `clean-up-groups` with an event of the pipeline, and then with those of the instances that terminate. */
  cleanUp(executionId: string, state?: string): Promise<void>;
  /** The event of the end of an execution. */
  executionEvent(executionId: string, state?: string): object;
  /** Invokes `clean-up-groups` once. */
  sendEvent(event: object): Promise<void>;
  /** Sends it the last event that AWS has sent of a group of the pipeline, of one of some types. @throws Error where there is none */
  sendLast(types: readonly string[]): Promise<void>;
  /** Moves the clock on, and has everything done that is due by then. */
  pass(seconds: number): Promise<void>;
}

/** When an event was sent that is not believed for being new. */
const LONG_AGO = '2026-01-01T00:00:00Z';

export interface PlayOptions {
  /** Called before each look but the first. */
  readonly between?: (look: number) => Promise<void>;
  /** Seconds from look to look. @default 30 */
  readonly step?: number;
}

export interface PlayedJob {
  readonly result: ReceivedResult | undefined;
  readonly looks: number;
  /** Of a result that succeeded. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Seconds by which the clock moves at once: what takes several steps of a service takes as many. */
const STEP_SECONDS = 15;

/** Looks after which a wait is one for ever. */
const MAX_LOOKS = 300;

/** Seconds without an event after which nothing more is to come; while an instance drains and ends, more. */
const QUIET_SECONDS = 180;
const ENDING_SECONDS = 3600;

/** What the names of the environment's functions begin with. */
const FUNCTION_PREFIX = 'shop-foundation-prd-';

/**
 * Starts AWS before the tests of a file, and creates a pipeline before each of them.
 * @param fakes calls that a test may answer, as `service:Operation`
 */
export function fleetHarness(change?: SettingsChange, fakes: readonly string[] = []): FleetHarness {
  let endpoint: TestEndpoint;
  let proxy: FaultyProxy;
  let network: FleetNetwork;
  let fleet: FleetFixture | undefined;
  const pipeline = fleetPipeline(FUNCTION_PREFIX);
  const context = (name: string) => ({
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  });
  const setTime = () => void jest.setSystemTime(endpoint.clock.now());
  const harness: FleetHarness = {
    get fleet() {
      if (!fleet) throw new Error('A fleet is made before each test');
      return fleet;
    },
    pipeline,
    get proxy() {
      return proxy;
    },
    get network() {
      return network;
    },
    get clock() {
      return endpoint.clock;
    },
    answer: (operation, fake) => endpoint.answer(operation, fake),
    restore: () => endpoint.restore(),
    nextFleet: async (more) => {
      setTime();
      pipeline.reset();
      await fleet?.remove();
      fleet = await createFleetFixture(endpoint.client(), network, { ...change, ...more });
      return fleet;
    },
    job: (name, parameters) => ({
      name,
      id: randomUUID(),
      parameters: { ...harness.fleet.identity, settings: harness.fleet.settings.hash, ...parameters },
    }),
    invoke: async ({ name, id, parameters, continuationToken }) => {
      setTime();
      const configuration = { UserParameters: JSON.stringify(parameters) };
      const data = { actionConfiguration: { configuration }, inputArtifacts: [], continuationToken };
      const event = { 'CodePipeline.job': { id, accountId: ACCOUNT, data } };
      const given = parameters.executionId ?? '';
      // The action is listed under the execution that runs, whichever of the two ids a rollback's action is given.
      const executionId = pipeline.executions.findLast((one) => one.rollsBackTo === given)?.id ?? given;
      pipeline.running.start({ event, functionName: name, executionId });
      await FUNCTIONS[name](event, context(name));
      return pipeline.results.find(({ jobId }) => jobId === id);
    },
    next: (job, result) =>
      result?.kind === 'success' && result.continuationToken !== undefined
        ? { ...job, id: randomUUID(), continuationToken: result.continuationToken }
        : undefined,
    play: async (first, { between, step = 30 } = {}) => {
      for (let job = first, looks = 1; ; looks++) {
        if (looks > MAX_LOOKS) throw new Error(`${first.name} must end, got ${MAX_LOOKS} looks`);
        const result = await harness.invoke(job);
        const next = harness.next(job, result);
        if (!next) return { result, looks, variables: variablesOf(result) };
        await harness.pass(step);
        await between?.(looks + 1);
        job = next;
      }
    },
    executionEvent: (executionId, state = 'FAILED') => ({
      'detail-type': 'CodePipeline Pipeline Execution State Change',
      ...{ account: ACCOUNT, time: LONG_AGO },
      detail: { pipeline: harness.fleet.name, 'execution-id': executionId, state },
    }),
    sendEvent: async (event) => {
      setTime();
      await cleanUpGroups(event, context('clean-up-groups'));
    },
    sendLast: async (types) => {
      const event = endpoint.events.findLast(
        (one) => types.includes(one['detail-type']) && groupIn(one).startsWith(harness.fleet.name),
      );
      if (!event) throw new Error(`AWS must have sent one of the events ${types.join(', ')}`);
      await harness.sendEvent({ ...event, account: ACCOUNT });
    },
    cleanUp: async (executionId, state) => {
      const isEnding = async () =>
        (await harness.fleet.look()).groups.some(({ Instances = [] }) =>
          Instances.some(({ LifecycleState = '' }) => LifecycleState.startsWith('Terminating')),
        );
      const handled = endpoint.events.length;
      await harness.sendEvent(harness.executionEvent(executionId, state));
      let next = handled;
      for (let quiet = 0; quiet < ((await isEnding()) ? ENDING_SECONDS : QUIET_SECONDS); quiet += 30) {
        await harness.pass(30);
        for (; next < endpoint.events.length; next++) {
          const event = endpoint.events[next];
          if (event?.['detail-type'] !== 'EC2 Instance Terminate Successful') continue;
          if (!groupIn(event).startsWith(harness.fleet.name)) continue;
          quiet = 0;
          await harness.sendEvent({ ...event, account: ACCOUNT });
        }
      }
    },
    pass: async (seconds) => {
      const end = endpoint.clock.now().getTime() + seconds * 1000;
      await advanceUntil(
        endpoint.clock,
        () => endpoint.clock.now().getTime() >= end,
        Math.min(STEP_SECONDS, seconds) * 1000,
      );
      setTime();
    },
  };
  beforeAll(async () => {
    jest.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z'), doNotFake: ALL_BUT_DATE });
    endpoint = await startTestEndpoint({
      services: [autoScaling, ec2, elasticLoadBalancing, pipeline.service],
      fakes,
    });
    proxy = await startFaultyProxy(endpoint.reachable);
    pointClientsAt(proxy.url);
    Object.assign(process.env, { PREFIX: 'shop', ENVIRONMENT: 'prd' });
    network = await createNetwork(endpoint.client());
    logger.setLogLevel('SILENT');
  }, 60_000);
  afterAll(async () => {
    jest.useRealTimers();
    await proxy.close();
    await endpoint.close();
  });
  beforeEach(async () => {
    proxy.heal();
    await harness.nextFleet();
  });
  return harness;
}

/** The group that an event is of. */
const groupIn = ({ detail }: TestEndpoint['events'][number]): string =>
  (detail as { AutoScalingGroupName?: string }).AutoScalingGroupName ?? '';

const ALL_BUT_DATE = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
  ...([
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ] as const),
];

function variablesOf(result: ReceivedResult | undefined): Record<string, string> {
  return result?.kind === 'success' ? { ...result.outputVariables } : {};
}
