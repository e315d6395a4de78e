import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AutoScalingClient, CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { type CountedCall, type CountingProxy, startCountingProxy } from './fleet/counting-proxy';
import { quiet } from './fleet/quiet';
import { createLocalFleet, type LocalFleet, type Uncounted } from './fleet/local-fleet';
import type { ActionSurroundings, ReceivedResult } from './fleet/run-action';
import { type FleetFunctions, loadFunctions, release, type ReleaseRun } from './fleet/release';
import { markdownTable } from './measure/table';
import { PLAIN_SLEEP_SECONDS, type PlainFleet, releasePlainly } from './plain/fleet-functions';
import { manualClock } from '../local-endpoint/testing/manual-clock';
import { startMoto } from '../local-endpoint/moto/moto';
import { runEndpoint } from '../local-endpoint/run-endpoint';
import { SERVICES } from '../local-endpoint/services';

/**
 * The calls of a fleet's release, ours beside plain functions, on one local endpoint, as a Markdown table on stdout:
 * `npx tsx bench/fleet-calls.ts [--sizes 2,10,50,200,500]`
 *
 * The functions are those that are deployed; CodePipeline's part, who invokes them again after half a minute, is played
 * here. Exits with 1 where a figure of ours exceeds its limit. The calls to
 * CodePipeline do not count.
 */
const LIMITS = { changes: 20, reads: 2, looksAfterHealth: 1, trafficOfRollback: 1 } as const;

const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-1';

/** The time after which CodePipeline invokes a function again that is not done. */
const CONTINUATION_SECONDS = 30;

/** The steps in which time passes: a divisor of all waits. */
const STEP_SECONDS = 5;

async function main(sizes: readonly number[], folder: string, closing: AbortController): Promise<boolean> {
  const clock = manualClock(new Date());
  const moto = await startMoto({ folder, closing: closing.signal, background: true });
  const endpoint = await runEndpoint({
    ...{ services: SERVICES, moto: moto.url, port: 0, account: ACCOUNT, clock, folder },
    ...{ closing: closing.signal, log: () => undefined },
  });
  const results = new Map<string, ReceivedResult>();
  const listed: object[] = [];
  const proxy = await startCountingProxy(endpoint.url, (name, input) => answer(name, input, results, listed));
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += STEP_SECONDS)
      await quiet(() => clock.advance(STEP_SECONDS * 1_000));
  };
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'bench' };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: proxy.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'bench',
    ...{ PREFIX: 'bench', ENVIRONMENT: 'prd', POWERTOOLS_LOG_LEVEL: 'SILENT' },
  });
  const functions = await loadFunctions();
  const surroundings: ActionSurroundings = {
    ...{ proxy, results, listed, account: ACCOUNT, region: REGION },
    betweenLooks: () => pass(CONTINUATION_SECONDS),
  };
  const as = { endpoint: endpoint.url, region: REGION, credentials };
  const rows: Row[] = [];
  for (const size of sizes) {
    const ours = await measureOurs(surroundings, functions, await createLocalFleet(as, size));
    const plain = await measurePlain(as, proxy, await createLocalFleet(as, size), pass);
    rows.push({ size, ...ours, ...plain });
    process.stderr.write(`${size} instances are measured\n`);
  }
  console.log(
    markdownTable(
      ['', ...rows.map(({ size }) => `${size} instances`)],
      COLUMNS.map(([label, figure]) => [label, ...rows.map((row) => String(figure(row)))]),
    ),
  );
  await proxy.close();
  await endpoint.close();
  return rows.every(isWithinLimits);
}

interface Ours {
  readonly calls: number;
  readonly changes: number;
  /** Of the look that reads most while a group comes up. */
  readonly reads: number;
  readonly looksAfterHealth: number;
  readonly rollbackTraffic: number;
  readonly rollbackParameters: number;
}

interface Plain {
  readonly plainCalls: number;
  readonly plainChanges: number;
  readonly plainReads: number;
  readonly plainRollback: number;
}

type Row = { readonly size: number } & Ours & Plain;

const COLUMNS: readonly (readonly [label: string, figure: (row: Row) => number | string])[] = [
  ['changing calls of a release', ({ changes }) => changes],
  ['… plain', ({ plainChanges }) => plainChanges],
  ['all calls of a release', ({ calls }) => calls],
  ['… plain', ({ plainCalls }) => plainCalls],
  ['reading calls of one look at a group that comes up', ({ reads }) => reads],
  ['… plain', ({ plainReads }) => plainReads],
  ['looks after the last target became healthy', ({ looksAfterHealth }) => looksAfterHealth],
  ['… plain', () => `sleeps ${PLAIN_SLEEP_SECONDS} s`],
  ['calls that move traffic in a rollback in the hold', ({ rollbackTraffic }) => rollbackTraffic],
  ['… and write its parameters', ({ rollbackParameters }) => rollbackParameters],
  ['… plain, another release', ({ plainRollback }) => plainRollback],
];

const isWithinLimits = ({ changes, reads, looksAfterHealth, rollbackTraffic }: Row): boolean =>
  changes <= LIMITS.changes &&
  reads <= LIMITS.reads &&
  looksAfterHealth <= LIMITS.looksAfterHealth &&
  rollbackTraffic === LIMITS.trafficOfRollback;

async function measureOurs(
  surroundings: ActionSurroundings,
  functions: FleetFunctions,
  fleet: LocalFleet,
): Promise<Ours> {
  await release(surroundings, functions, fleet);
  const second = await release(surroundings, functions, fleet);
  await release(surroundings, functions, fleet, { hold: true });
  const back = await release(surroundings, functions, fleet, { amiVersion: second.amiVersion, hold: true });
  const calls = callsOf(second.runs);
  const changed = callsOf(back.runs).filter(({ reads }) => !reads);
  const green = second.runs.find(({ action }) => action === 'green')?.run.looks ?? [];
  return {
    calls: calls.length,
    changes: calls.filter(({ reads }) => !reads).length,
    reads: Math.max(...green.slice(1).map((look) => look.calls.filter(({ reads }) => reads).length)),
    looksAfterHealth: green.filter(({ allHealthy }) => allHealthy).length,
    rollbackTraffic: changed.filter(({ name }) => !name.startsWith('ssm:')).length,
    rollbackParameters: changed.filter(({ name }) => name.startsWith('ssm:')).length,
  };
}

const callsOf = (runs: ReleaseRun): CountedCall[] =>
  runs.flatMap(({ run }) => run.looks.flatMap(({ calls }) => calls));

async function measurePlain(
  as: Uncounted,
  proxy: CountingProxy,
  fleet: LocalFleet,
  pass: (seconds: number) => Promise<void>,
): Promise<Plain> {
  const { name, subnets, settings } = fleet;
  const [targetGroup] = fleet.targetGroups;
  const plain: PlainFleet = {
    ...as,
    ...{ name, subnets, targetGroup, sleep: pass, endpoint: proxy.url },
  };
  await fleet.put(`/plain/${name}/ami-id`, await fleet.image());
  await fleet.put(`/plain/${name}/asg/new`, `${name}-first`);
  await firstGroup(as, fleet, targetGroup);
  await pass(PLAIN_SLEEP_SECONDS);
  const before = proxy.calls.length;
  await releasePlainly(plain, 'second');
  const calls = proxy.calls.slice(before);
  const reads = calls.filter((call) => call.reads && call.name.endsWith(':DescribeTargetHealth')).length;
  await releasePlainly(plain, 'third');
  const again = proxy.calls.slice(before + calls.length);
  if (reads !== settings.group.min) throw new Error(`plain must ask for each instance, got: ${reads} calls`);
  return {
    plainCalls: calls.length,
    plainChanges: calls.filter((call) => !call.reads).length,
    plainReads: reads,
    plainRollback: again.filter((call) => !call.reads).length,
  };
}

/** What somebody made before the first plain release. */
async function firstGroup(as: Uncounted, { name, subnets, settings, image }: LocalFleet, target: string) {
  const { EC2Client, CreateLaunchTemplateVersionCommand } = await import('@aws-sdk/client-ec2');
  const made = await new EC2Client(as).send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateName: name,
      SourceVersion: '1',
      LaunchTemplateData: { ImageId: await image() },
    }),
  );
  const { min, max } = settings.group;
  await new AutoScalingClient(as).send(
    new CreateAutoScalingGroupCommand({
      ...{ AutoScalingGroupName: `${name}-first`, MinSize: min, MaxSize: max, DesiredCapacity: min },
      LaunchTemplate: {
        LaunchTemplateName: name,
        Version: `${made.LaunchTemplateVersion?.VersionNumber}`,
      },
      VPCZoneIdentifier: subnets.join(','),
      TargetGroupARNs: [target],
    }),
  );
}

/** What CodePipeline answers: it takes results, and knows of no other execution. */
function answer(
  name: string,
  input: Readonly<Record<string, unknown>>,
  results: Map<string, ReceivedResult>,
  listed: readonly object[],
): object | undefined {
  switch (name) {
    case 'codepipeline:PutJobSuccessResult':
    case 'codepipeline:PutJobFailureResult':
      results.set(String(input.jobId), input);
      return {};
    case 'codepipeline:GetPipelineExecution': {
      const { pipelineExecutionId } = input;
      return { pipelineExecution: { pipelineExecutionId, status: 'InProgress', executionType: 'STANDARD' } };
    }
    case 'codepipeline:ListActionExecutions':
      return { actionExecutionDetails: listed };
    case 'codepipeline:ListPipelineExecutions':
      return { pipelineExecutionSummaries: [] };
    default:
      return undefined;
  }
}

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '2,10,50,200,500' } } });
const folder = mkdtempSync(join(tmpdir(), 'fleet-calls-'));
const closing = new AbortController();
main(values.sizes.split(',').map(Number), folder, closing)
  .then((within) => {
    process.exitCode = within ? 0 : 1;
  })
  .catch((error: Error) => {
    console.error(error.stack);
    process.exitCode = 1;
  })
  .finally(() => {
    closing.abort();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
