import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { ACCOUNT, startTestEndpoint, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { type VirtualClock, virtualClock } from '../../../local-endpoint/kit/virtual-clock/virtual-clock';
import { lambda } from '../../../local-endpoint/services/lambda/service';
import { callAccount } from '../../../prove/compare/call-account';
import { PairedIds } from '../../../prove/compare/paired-ids';
import { passTime } from '../../../prove/compare/pass-time';
import { plantFunctions, zipOf } from '../../../prove/compare/plant-functions';
import { startUnreleased } from '../../../prove/kinds/lambda/start';
import { perform } from '../../../prove/run/call';
import type { SimulatedAccount } from '../../../prove/simulated-account/simulated-account';
import { codeOf } from '../../../prove/stores/lambda/latest';
import type { FunctionContent } from '../../../prove/stores/lambda/model';
import { createRole } from '../../handlers/harness/versions-stack';

let endpoint: TestEndpoint<VirtualClock>;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock: virtualClock({ driver: 'the test' }), services: [lambda] });
  await createRole(endpoint, 'function');
}, 120_000);
afterAll(() => endpoint.close());

const FunctionName = 'api';
const of = (input: object = {}) => ({ FunctionName, ...input });
const alias = (FunctionVersion: string, weights?: Readonly<Record<string, number>>) =>
  of({
    ...{ Name: 'live', FunctionVersion },
    ...(weights && { RoutingConfig: { AdditionalVersionWeights: weights } }),
  });
const zip = (text: string) => zipOf({ 'index.js': text });
const [PLACEHOLDER, ONE, TWO] = [zip('placeholder'), zip('one'), zip('two')];
const configuration = (MemorySize: number) =>
  of({
    ...{ Handler: 'index.handler', Runtime: 'nodejs22.x', MemorySize, Timeout: 10 },
    Environment: { Variables: { TABLE: 'quotes' } },
  });

/** What functions and actions call, valid calls and refused ones. */
const STEPS: readonly (readonly [operation: string, input: object])[] = [
  ['GetFunctionConfiguration', of()],
  ['GetFunctionConfiguration', of({ Qualifier: '1' })],
  ['GetFunctionConfiguration', of({ Qualifier: 'live' })],
  ['GetFunctionConfiguration', of({ Qualifier: '9' })],
  ['GetFunctionConfiguration', { FunctionName: 'none' }],
  ['GetFunction', of()],
  ['GetAlias', of({ Name: 'live' })],
  ['GetAlias', of({ Name: 'none' })],
  ['PublishVersion', of()], // of what version 1 is of
  ['UpdateFunctionConfiguration', configuration(256)],
  ['PublishVersion', of({ CodeSha256: 'other' })],
  ['PublishVersion', of({ CodeSha256: codeOf(PLACEHOLDER).CodeSha256 })],
  ['PublishVersion', of({ Description: 'the first' })],
  ['PublishVersion', of({ Description: 'again' })],
  ['UpdateFunctionCode', of({ ZipFile: ONE })],
  ['PublishVersion', of({ CodeSha256: codeOf(ONE).CodeSha256 })],
  ['UpdateFunctionCode', of({ ZipFile: ONE })],
  ['PublishVersion', of()],
  ['UpdateFunctionCode', of({ ZipFile: TWO })],
  ['PublishVersion', of()],
  ['ListVersionsByFunction', of()],
  ['UpdateAlias', alias('2', { 3: 0.1 })],
  ['GetAlias', of({ Name: 'live' })],
  ['GetFunctionConfiguration', of({ Qualifier: 'live' })],
  ['UpdateAlias', alias('3')], // which has weights of itself then
  ['UpdateAlias', alias('2', { 2: 0.1 })],
  ['UpdateAlias', alias('2', { 3: 1.1 })],
  ['UpdateAlias', alias('2', { 1: 0.1, 3: 0.1 })],
  ['UpdateAlias', alias('$LATEST', { 3: 0.1 })],
  ['UpdateAlias', alias('9', {})],
  ['UpdateAlias', alias('2', { 9: 0.1 })],
  ['UpdateAlias', { ...alias('3', {}), RevisionId: 'other' }],
  ['UpdateAlias', { ...alias('3', {}), Name: 'none' }],
  ['DeleteFunction', of({ Qualifier: '2' })],
  ['DeleteFunction', of({ Qualifier: '3' })],
  ['DeleteFunction', of({ Qualifier: '$LATEST' })],
  ['UpdateAlias', alias('3', {})],
  ['ListAliases', of()],
  ['DeleteFunction', of({ Qualifier: '2' })],
  ['DeleteFunction', of({ Qualifier: '2' })],
  ['GetFunctionConfiguration', of({ Qualifier: '2' })],
  ['UpdateAlias', alias('2', {})],
  ['DeleteFunction', of({ Qualifier: '4' })],
  ['PublishVersion', of()], // of what the version is of that was deleted
  ['ListVersionsByFunction', of()],
  ['GetProvisionedConcurrencyConfig', of({ Qualifier: 'live' })],
  ['UpdateFunctionConfiguration', { ...configuration(256), FunctionName: 'none' }],
];

/** What functions read of an answer; of others it is that they succeed. */
const READ: Readonly<Record<string, (answer: never) => unknown>> = {
  GetFunctionConfiguration: configurationRead,
  GetFunction: ({ Configuration = {} }: { Configuration?: FunctionConfiguration }) =>
    configurationRead(Configuration),
  UpdateFunctionConfiguration: configurationRead,
  UpdateFunctionCode: configurationRead,
  PublishVersion: configurationRead,
  ListVersionsByFunction: ({ Versions = [] }: { Versions?: FunctionConfiguration[] }) =>
    Versions.map(configurationRead),
  GetAlias: aliasRead,
  UpdateAlias: aliasRead,
  ListAliases: ({ Aliases = [] }: { Aliases?: AliasConfiguration[] }) => Aliases.map(aliasRead),
};

function configurationRead(found: FunctionConfiguration): unknown {
  return [
    ...[found.FunctionName, found.Version, found.CodeSha256, found.PackageType, found.Architectures],
    ...[found.Handler, found.Runtime, found.MemorySize, found.Timeout, found.Environment?.Variables ?? {}],
    ...[found.State, found.LastUpdateStatus],
  ];
}

function aliasRead({ Name, FunctionVersion, RoutingConfig }: AliasConfiguration): unknown {
  return [Name, FunctionVersion, RoutingConfig?.AdditionalVersionWeights ?? {}];
}

async function outcome(operation: string, call: () => object | Promise<object>): Promise<unknown> {
  try {
    const answer = await call();
    return READ[operation]?.(answer as never) ?? 'succeeds';
  } catch (error) {
    return (error as Error).name;
  }
}

/** One function with a version 1 and an alias on it, of which Lambda is done with each change at once. */
function oneFunction(name: string, changeSeconds = 0): SimulatedAccount {
  const content: FunctionContent = {
    ...codeOf(PLACEHOLDER),
    ...{ Handler: 'index.handler', Runtime: 'nodejs22.x', MemorySize: 128, Timeout: 3 },
    ...{ Environment: { Variables: {} }, Architectures: ['x86_64'] },
  };
  const one = {
    ...{ name, latest: { version: '$LATEST', content, revision: '1' }, last: 1 },
    versions: [{ version: '1', content, revision: '2' }],
    aliases: { live: { version: '1', weights: {}, revision: '3' } },
    seconds: { change: changeSeconds, publish: 0 },
  };
  return { ...startUnreleased('AllAtOnce'), functions: { functions: { [name]: one }, throwing: [] } };
}

/** The same begin and the same calls in both. @returns what differs */
async function differences(
  simulated: SimulatedAccount,
  steps: readonly (readonly [operation: string, input: object] | { readonly seconds: number })[],
): Promise<unknown[]> {
  const call = callAccount(endpoint.client());
  await plantFunctions(simulated, call, new PairedIds(), `arn:aws:iam::${ACCOUNT}:role/function`);
  const found: unknown[] = [];
  for (const [at, step] of steps.entries()) {
    if ('seconds' in step) {
      await passTime(simulated, step.seconds);
      await endpoint.clock.pass(step.seconds * 1000);
      continue;
    }
    const [operation, input] = step;
    const model = await outcome(operation, () => perform(simulated, 'lambda', operation, input));
    const other = await outcome(operation, () => call('lambda', operation, input));
    if (JSON.stringify(model) !== JSON.stringify(other)) found.push([at + 1, operation, { model, other }]);
  }
  return found;
}

test('functions, versions and aliases come to the same in the local endpoint', async () => {
  expect(await differences(oneFunction(FunctionName), STEPS)).toEqual([]);
}, 120_000);

test('so they do while Lambda is not done with a change', async () => {
  const slow = { FunctionName: 'slow' };
  const calls = [
    ['UpdateFunctionCode', { ...slow, ZipFile: ONE }],
    ['GetFunctionConfiguration', slow],
    ['GetFunctionConfiguration', { ...slow, Qualifier: 'live' }],
    ['UpdateFunctionConfiguration', { ...configuration(256), ...slow }],
    ['PublishVersion', slow],
  ] as const;
  const steps = [...calls, { seconds: 4 }, ...calls, { seconds: 2 }, ...calls.slice(1), { seconds: 6 }];
  expect(await differences(oneFunction('slow', 5), [...steps, ...calls.slice(4)])).toEqual([]);
}, 120_000);
