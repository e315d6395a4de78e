import type { LambdaRelease } from '../../../handlers/contract/release-record';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { functionOf } from '../../stores/lambda/find';
import { unansweredJobs } from '../unanswered-jobs';
import { codeOf, FUNCTIONS, functionName, OTHER, PARTNER } from './names';
import { seeCode, seeFunction, type SeenFunction, seeRecord, sharesOf } from './observe';
import { CONFIGURED, settingsOf } from './settings';
import { PARTNER_ALIAS } from './start';

/**
 * What holds at every moment: what is called is there and ready, what is recorded can serve again, and what is someone
 * else's is as it was.
 * @param before the simulated account at the start
 */
export const always = (simulated: SimulatedAccount, before: SimulatedAccount): string[] => [
  ...FUNCTIONS.flatMap((name) => serving(seeFunction(simulated, name))),
  ...kept(simulated),
  ...foreign(simulated, before),
];

function serving({ name, alias, versions }: SeenFunction): string[] {
  const shares = [...sharesOf(alias)];
  return shares.flatMap(([version, share]) => {
    const { State = 'none' } = versions.get(version) ?? {};
    return [
      ...(State === 'Active' ? [] : [`1: version ${version} of ${name} must be ready, got: ${State}`]),
      ...(share >= 0 && share <= 1
        ? []
        : [`1: version ${version} of ${name} must have a share of 0 to 1, got: ${share}`]),
    ];
  });
}

/** What serves by the record, and what served before it, can be gone back to. */
function kept(simulated: SimulatedAccount): string[] {
  const { serving: now, previous } = seeRecord(simulated) ?? {};
  return FUNCTIONS.flatMap((name) => {
    const { versions } = seeFunction(simulated, name);
    const recorded = [now, previous].flatMap((one) => one?.functions[name]?.version ?? []);
    return recorded
      .filter((version) => !versions.has(version))
      .map((version) => `2: version ${version} of ${name}, which is recorded, must be kept`);
  });
}

function foreign(simulated: SimulatedAccount, before: SimulatedAccount): string[] {
  const others = ({ functions, ssm }: SimulatedAccount): Record<string, unknown> => ({
    ...{ function: functions?.functions[OTHER], parameter: ssm[`/${OTHER}`] },
    alias: functions?.functions[functionName('api')]?.aliases[PARTNER] ?? PARTNER_ALIAS,
  });
  const now = others(simulated);
  return Object.entries(others(before))
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name]))
    .map(([name]) => `5: the ${name} of someone else must be as it was`);
}

/** What holds when nothing happens any more. */
export const atRest = (simulated: SimulatedAccount): string[] => [
  ...FUNCTIONS.flatMap((name) => undivided(seeFunction(simulated, name))),
  ...recorded(simulated),
  ...unansweredJobs(simulated),
];

function undivided({ name, alias }: SeenFunction): string[] {
  const shares = sharesOf(alias);
  return shares.size === 1
    ? []
    : [`1: one version of ${name} must serve, got: ${[...shares.keys()].join(', ')}`];
}

/** Beside what is named and what is newer than what serves, as many versions stay as the settings say. */
function orphans(simulated: SimulatedAccount, { name, alias, aliases, versions }: SeenFunction): string[] {
  const record = seeRecord(simulated);
  if (!record) return [];
  const named = new Set([
    ...aliases.flatMap((one) => [...sharesOf(one).keys()]),
    ...[record.serving, record.previous].flatMap((one) => one?.functions[name]?.version ?? []),
  ]);
  const { keepVersions } = settingsOf('');
  const old = [...versions.keys()].filter((version) => Number(version) <= Number(alias.FunctionVersion));
  const left = old
    .sort((one, other) => Number(other) - Number(one))
    .slice(keepVersions)
    .filter((version) => !named.has(version));
  return left.length === 0 ? [] : [`3: no versions of ${name} must be left over, got: ${left.join(', ')}`];
}

/** The record is true. */
function recorded(simulated: SimulatedAccount): string[] {
  const record = seeRecord(simulated);
  if (!record) return [];
  const { serving: now, previous } = record;
  const isSame = previous !== undefined && versionsOf(previous) === versionsOf(now);
  return [
    ...FUNCTIONS.flatMap((name) => {
      const { alias, versions } = seeFunction(simulated, name);
      const { FunctionVersion = '' } = alias;
      const { version, codeSha256 } = now.functions[name] ?? {};
      return version === FunctionVersion && codeSha256 === versions.get(FunctionVersion)?.CodeSha256
        ? []
        : [`3: the record must name version ${FunctionVersion} of ${name}, which serves, got: ${version}`];
    }),
    ...(isSame ? ['3: the record must name other versions that served before'] : []),
  ];
}

const versionsOf = ({ functions }: LambdaRelease): string =>
  FUNCTIONS.map((name) => functions[name]?.version).join();

/**
 * What holds once an execution has succeeded.
 * @param release the execution whose versions it makes serve
 * @param code the execution whose code they have
 */
export function succeeded(simulated: SimulatedAccount, id: string, release: string, code: string): string[] {
  const { serving: now, previous } = seeRecord(simulated) ?? {};
  const isLast = simulated.pipeline.latest.Deploy?.execution === id;
  return [
    ...FUNCTIONS.flatMap((name) => [
      ...released(simulated, name, release, code),
      ...orphans(simulated, seeFunction(simulated, name)),
    ]),
    ...(now?.pipelineExecutionId === id
      ? []
      : [`6: the record must name execution ${id}, got: ${now?.pipelineExecutionId ?? 'none'}`]),
    ...(previous || !hadRecord(simulated, id) ? [] : ['6: the record must name what served before']),
    ...(isLast ? [] : ['6: it must be the last to deploy']),
  ];
}

/** Whether another execution had succeeded before. */
const hadRecord = ({ pipeline: { executions } }: SimulatedAccount, id: string): boolean =>
  executions.some((one) => one.id < id && one.status === 'Succeeded');

function released(simulated: SimulatedAccount, name: string, release: string, code: string): string[] {
  const { FunctionVersion = '' } = seeFunction(simulated, name).alias;
  const { content } =
    functionOf(simulated, functionName(name)).versions.find(({ version }) => version === FunctionVersion) ??
    {};
  const { memory, table } = CONFIGURED[hashOf(simulated, release)] ?? {};
  const got = { memory: content?.MemorySize, table: content?.Environment.Variables.TABLE };
  return [
    ...(seeCode(simulated, name, FunctionVersion).includes(codeOf(code, name))
      ? []
      : [`6: ${name} must serve the code of ${code}, got: version ${FunctionVersion}`]),
    ...(got.memory === memory && got.table === table
      ? []
      : [`6: ${name} must have the settings of ${release}, got: ${JSON.stringify(got)}`]),
  ];
}

/** Of the settings with which an execution published. */
function hashOf({ pipeline: { actions } }: SimulatedAccount, execution: string): string {
  const run = actions.findLast((one) => one.execution === execution && one.stage === 'Publish');
  return (JSON.parse(run?.userParameters ?? '{}') as { settings?: string }).settings ?? '';
}
