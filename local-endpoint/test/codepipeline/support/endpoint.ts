import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Aws, AwsIdentity } from '../../../kit/aws';
import { createCodePipeline } from '../../../services/codepipeline/service';
import { startEndpoint } from '../../../endpoint/server';
import { AwsError } from '../../../kit/aws-error';
import { type Caller, type Operation, type Service } from '../../../kit/operation';
import type { EventDraft } from '../../../kit/event-bus';
import { startMoto } from '../../../moto/moto';
import type { World } from '../../../kit/context';
import { type ManualClock, manualClock } from '../../../testing/manual-clock';

export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-storefront-stg`;
export const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/shop-storefront-stg-image`;

/** Access keys that mean somebody: the role of pipelines, an EventBridge rule, another account. */
export const KEYS = { role: 'ROLEKEY', rule: 'RULEKEY', stranger: '222222222222' };

/** A call that reached the endpoint. */
interface SeenCall {
  readonly service: string;
  readonly operation: string;
  readonly accessKeyId: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The real endpoint and moto around the service; Lambda and CodeDeploy are played by the test. */
export interface TestEndpoint {
  readonly clock: ManualClock;
  readonly events: EventDraft[];
  readonly calls: SeenCall[];
  readonly said: string[];
  /** `service:Operation` that the pipeline's role may not call. */
  readonly denied: Set<string>;
  /** Operations of Lambda and CodeDeploy, by `service:Operation`. */
  readonly played: Record<string, (input: Record<string, unknown>) => object>;
  as(accessKeyId?: string): AwsIdentity;
  close(): Promise<void>;
}

/** @param others services beside the pipelines @default - those that the test plays */
export async function startTestEndpoint(
  others: (world: World) => Service[] = () => [],
): Promise<TestEndpoint> {
  const folder = await mkdtemp(join(tmpdir(), 'codepipeline-test-'));
  const closing = new AbortController();
  const moto = await startMoto({ folder, closing: closing.signal });
  const tested: Omit<TestEndpoint, 'as' | 'close'> = {
    clock: manualClock(new Date()),
    events: [],
    calls: [],
    said: [],
    denied: new Set(),
    played: {},
  };
  const say = (line: string) => void tested.said.push(line);
  let url = '';
  const as = (accessKeyId = ACCOUNT): AwsIdentity => ({
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId, secretAccessKey: 'x', sessionToken: 'session' },
  });
  const world: World = {
    clock: tested.clock,
    aws: {
      asService: (account) => as(account),
      asRole: sessionOf(as),
      asPrincipal: (_, account) => as(account),
    },
    bus: { emit: (draft) => `event-${tested.events.push(draft)}` },
    folder,
    closing: closing.signal,
    say,
  };
  const running = await startEndpoint({
    port: 0,
    moto: moto.url,
    observers: [],
    services: [
      createCodePipeline(world),
      ...others(world),
      playedService('lambda', ['Invoke']),
      playedService('codedeploy', [
        'GetApplication',
        'RegisterApplicationRevision',
        'GetApplicationRevision',
        'CreateDeployment',
        'GetDeployment',
      ]),
    ],
    callerOf,
    say,
    authorize: async ({ service, operation, context, input }) => {
      const { accessKeyId } = context.caller;
      tested.calls.push({ service, operation, accessKeyId, input: input });
      if (accessKeyId !== KEYS.role || !tested.denied.has(`${service}:${operation}`)) return;
      throw new AwsError(
        'AccessDenied',
        `User: ${ROLE} is not authorized to perform: ${service}:${operation}`,
        403,
      );
    },
  });
  url = running.url;
  return {
    ...tested,
    as,
    close: async () => {
      closing.abort();
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };

  function playedService(name: string, operations: string[]): Service {
    const play =
      (operation: string): Operation<Record<string, unknown>> =>
      async (input) => {
        const part = tested.played[`${name}:${operation}`];
        if (!part) throw new AwsError('UnsupportedOperation', `nobody plays ${name}:${operation}`);
        return part(input);
      };
    return {
      name,
      otherwise: 'refuse',
      operations: Object.fromEntries(operations.map((one) => [one, play(one)])),
    };
  }
}

const sessionOf =
  (as: (accessKeyId: string) => AwsIdentity): Aws['asRole'] =>
  async (roleArn) => {
    if (!roleArn.endsWith('/missing')) return as(KEYS.role);
    throw new AwsError('AccessDenied', `Not authorized to perform sts:AssumeRole on ${roleArn}`, 403);
  };

function callerOf(accessKeyId: string): Caller {
  const accountId = /^\d{12}$/.test(accessKeyId) ? accessKeyId : ACCOUNT;
  const arn = `arn:aws:iam::${accountId}:root`;
  return { accessKeyId, accountId, arn, ...(accessKeyId === KEYS.rule && { sourceArn: RULE }) };
}

type Seen<T> = Exclude<T, undefined | null | false | '' | void>;

/** Waits in real time, for what goes on over HTTP, until there is something to see. */
export async function until<T>(look: () => T | Promise<T>): Promise<Seen<T>> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen as Seen<T>;
    if (Date.now() > deadline) throw new Error(`never came: ${look.toString()}`);
    await pause(5);
  }
}
