import { releaseParameterName, settingsParameterName } from '../../../handlers/contract/names';
import { play } from '../../run/play';
import { caseRunOf } from '../../run/case-run';
import { snapshot, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { startExecution } from '../../stores/codepipeline/operator';
import { functionOf } from '../../stores/lambda/find';
import type { AliasRecord, FunctionRecord, VersionRecord } from '../../stores/lambda/model';
import type { Scenario } from '../kind';
import {
  ALARM,
  ALIAS,
  alarmOf,
  BEFORE,
  BUCKET,
  BUILD,
  buildKey,
  codeOf,
  FIRST,
  FUNCTION_PREFIX,
  FUNCTIONS,
  functionName,
  IDENTITY,
  LAST,
  NAME,
  NEXT,
  OTHER,
  PARTNER,
  RELEASE,
} from './names';
import { HASH, settingsOf } from './settings';
import { stagesOf, type Strategy } from './stages';

const START = Date.parse('2026-01-01T00:00:00Z');

/** Seconds until Lambda is done with a change of code or configuration. */
const CHANGE_SECONDS = 5;

/** Files of an execution's build. @param code the execution whose code it has */
export const buildOf = (code: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    FUNCTIONS.map((name) => [`dist/${name}/index.js`, `exports.handler = () => '${codeOf(code, name)}'`]),
  );

/** Before the first release: the placeholder serves, and nothing is recorded. */
export function startUnreleased(strategy: Strategy): SimulatedAccount {
  const functions = [...FUNCTIONS.map(ownFunction), otherFunction()];
  return {
    ...{ now: START, sequence: 0, events: [], autoScaling: { groups: {} } },
    loadBalancing: { rules: {}, targetGroups: {} },
    ec2: { subnets: [], images: {}, templates: {} },
    ssm: {
      [settingsParameterName(IDENTITY)]: { values: [JSON.stringify(settingsOf(HASH))], first: 1 },
      [`/${OTHER}`]: { values: ['of someone else'], first: 1 },
    },
    cloudWatch: Object.fromEntries([ALARM, ...FUNCTIONS.map(alarmOf)].map((name) => [name, 'OK' as const])),
    pipeline: {
      ...{ name: NAME, functionPrefix: FUNCTION_PREFIX, artifactBucket: BUCKET },
      stages: stagesOf(HASH, strategy),
      ...{ executions: [], actions: [], jobs: [], continuations: [], latest: {} },
    },
    lambda: { queue: [], dropped: 0 },
    functions: {
      functions: Object.fromEntries(functions.map((one) => [one.name, one])),
      throwing: [],
    },
    s3: Object.fromEntries(
      [BEFORE, FIRST, RELEASE, NEXT, LAST].map((execution) => [
        `${BUCKET}/${buildKey(execution)}`,
        buildOf(execution),
      ]),
    ),
  };
}

/** Of someone else, on the version of the first release. */
export const PARTNER_ALIAS: AliasRecord = { version: '2', weights: {}, revision: 'revision-partner' };

let released: Promise<SimulatedAccount> | undefined;

/** Two releases were made, by the functions themselves, and the version of the first of them has another alias since. */
export async function start(strategy: Strategy): Promise<SimulatedAccount> {
  const simulated = snapshot(await (released ??= releaseTwice()));
  simulated.pipeline.stages = stagesOf(HASH, strategy);
  return simulated;
}

async function releaseTwice(): Promise<SimulatedAccount> {
  const simulated = startUnreleased('AllAtOnce');
  for (const execution of [BEFORE, FIRST]) {
    startRelease(simulated, execution);
    await play(caseRunOf(UNWATCHED, simulated));
  }
  const api = functionOf(simulated, functionName('api'));
  api.aliases[PARTNER] = { ...PARTNER_ALIAS };
  return simulated;
}

/** Starts an execution with its build. @returns its id */
export function startRelease(simulated: SimulatedAccount, id: string): string {
  startExecution(simulated, { id, variables: {}, artifacts: { [BUILD]: buildKey(id) } });
  return id;
}

const nothing = (): string[] => [];

const UNWATCHED: Scenario = {
  ...{ kind: 'lambda', name: 'before' },
  start: async () => startUnreleased('AllAtOnce'),
  ...{ begin: () => BEFORE, releaseAgain: () => FIRST },
  ...{ targetsOf: nothing, always: nothing, atRest: nothing, succeeded: nothing },
};

/** What the functions' stack makes. */
function ownFunction(name: string): FunctionRecord {
  const version = placeholder('1');
  return {
    name: functionName(name),
    latest: { ...version, version: '$LATEST' },
    versions: [version],
    last: 1,
    aliases: { [ALIAS]: { version: '1', weights: {}, revision: `revision-${name}` } },
    seconds: { change: CHANGE_SECONDS, publish: 0 },
    alarm: { name: alarmOf(name), alias: ALIAS },
  };
}

const otherFunction = (): FunctionRecord => ({
  ...{ name: OTHER, latest: placeholder('$LATEST'), versions: ['1', '2', '3'].map(placeholder), last: 3 },
  aliases: { [ALIAS]: { version: '3', weights: { 2: 0.5 }, revision: 'revision-other' } },
  seconds: { change: CHANGE_SECONDS, publish: 0 },
});

const placeholder = (version: string): VersionRecord => ({
  version,
  content: {
    ...{ CodeSha256: 'placeholder', files: { 'index.js': 'placeholder' }, Handler: 'index.handler' },
    ...{ Runtime: 'nodejs22.x', MemorySize: 128, Timeout: 3, Environment: { Variables: {} } },
    Architectures: ['arm64'],
  },
  revision: `revision-placeholder-${version}`,
});

/** The name of the release record. */
export const RECORD = releaseParameterName(IDENTITY);
