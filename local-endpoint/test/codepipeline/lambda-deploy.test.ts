import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ListPipelineExecutionsCommand, type StageDeclaration } from '@aws-sdk/client-codepipeline';
import {
  CreateAliasCommand,
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { cloudWatch } from '../../services/cloudwatch/service';
import { codePipeline } from '../../services/codepipeline/service';
import { lambda } from '../../services/lambda/service';
import { advanceUntil, manualClock, startTestEndpoint, type TestEndpoint, until } from '../../testing';
import { functionMaker } from '../lambda/support/local-lambda';
import { openShop, type Shop, source } from './support/shop';
import { containing } from './support/matching';
import { ROLE } from './support/start';

const ALARM = 'quotes-errors';
const codeOf = (answer: number) => ({
  'index.mjs': `export const handler = async () => ({ answer: ${answer} })`,
});
const zipOf = (answer: number): Uint8Array => zipSync({ 'index.mjs': strToU8(codeOf(answer)['index.mjs']) });

let endpoint: TestEndpoint;
let shop: Shop;
let client: LambdaClient;
let create: Awaited<ReturnType<typeof functionMaker>>;
let number = 0;

beforeAll(async () => {
  endpoint = await startTestEndpoint({
    clock: manualClock(new Date()),
    services: [codePipeline, lambda, cloudWatch],
  });
  shop = await openShop(endpoint);
  client = new LambdaClient(endpoint.client());
  create = await functionMaker(endpoint.client());
  await alarms().send(
    new PutMetricAlarmCommand({
      ...{ AlarmName: ALARM, Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Sum' },
      ...{ ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Period: 60, Threshold: 0 },
    }),
  );
});
afterAll(() => endpoint.close());
beforeEach(async () => {
  endpoint.restore();
  await fire('OK');
});

const alarms = () => new CloudWatchClient(endpoint.client());
const fire = (StateValue: 'ALARM' | 'OK') =>
  alarms().send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'test' }));

/** A function whose alias `live` names version 1, and that has a second version. */
async function releasable(): Promise<string> {
  const FunctionName = `quotes-${++number}`;
  await create(FunctionName, codeOf(1), { Publish: true });
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf(2) }));
  await client.send(new PublishVersionCommand({ FunctionName }));
  return FunctionName;
}

/** The version that the alias names, and what share another one gets. */
const live = async (FunctionName: string): Promise<[string, Record<string, number>]> => {
  const alias = await client.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
  return [alias.FunctionVersion ?? '', alias.RoutingConfig?.AdditionalVersionWeights ?? {}];
};

const deploy = (configuration: Record<string, string>, artifact: boolean): StageDeclaration => ({
  name: 'Deploy',
  actions: [
    {
      name: 'Deploy',
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'Lambda', version: '1' },
      inputArtifacts: artifact ? [{ name: 'settings' }] : [],
      configuration,
    },
  ],
});

async function release(configuration: Record<string, string>, artifact = false) {
  await shop.upload(codeOf(3));
  const name = await shop.create([source(), deploy(configuration, artifact)]);
  const id = await until(async () => {
    const list = await shop.pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: name }));
    return list.pipelineExecutionSummaries?.[0]?.pipelineExecutionId;
  });
  return { name, id };
}

const ended = ({ name, id }: { name: string; id: string }) =>
  advanceUntil(
    endpoint.clock,
    async () => {
      const action = await shop.action(name, id, 'Deploy');
      return action?.status !== 'InProgress' && action;
    },
    10_000,
  );

const aliased = (FunctionName: string, more: Record<string, string> = {}) => ({
  FunctionName,
  FunctionAlias: 'live',
  PublishedTargetVersion: '2',
  ...more,
});

test('moves all traffic of the alias at once to a version that is published', async () => {
  const name = await releasable();
  const action = await ended(await release(aliased(name)));
  expect(action.status).toBe('Succeeded');
  expect(action.output?.outputVariables).toEqual({ FunctionVersion: '2' });
  expect(await live(name)).toEqual(['2', {}]);
});

test('publishes a version of the artifact, where no version is named, and moves the traffic to it', async () => {
  const name = await releasable();
  const action = await ended(await release({ FunctionName: name, FunctionAlias: 'live' }, true));
  expect(action.output?.outputVariables).toEqual({ FunctionVersion: '3' });
  expect(await live(name)).toEqual(['3', {}]);
  const { Payload } = await client.send(new InvokeCommand({ FunctionName: name, Qualifier: 'live' }));
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({ answer: 3 });
});

test('publishes only, where no alias is named', async () => {
  const name = await releasable();
  expect((await ended(await release({ FunctionName: name }, true))).status).toBe('Succeeded');
  expect(await live(name)).toEqual(['1', {}]);
  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }));
  expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2', '3']);
});

test('gives a canary its share for its minutes, then everything', async () => {
  const name = await releasable();
  const execution = await release(aliased(name, { DeployStrategy: 'Canary10Percent5Minutes' }));
  await until(async () => (await live(name))[1]['2'] === 0.1);
  endpoint.clock.advance(4 * 60_000);
  expect(await live(name)).toEqual(['1', { 2: 0.1 }]);
  expect((await ended(execution)).status).toBe('Succeeded');
  expect(await live(name)).toEqual(['2', {}]);
});

test('moves the traffic in equal steps', async () => {
  const name = await releasable();
  const seen: number[] = [];
  const { name: pipeline, id } = await release(
    aliased(name, { DeployStrategy: 'Linear30PercentEvery1Minute' }),
  );
  await advanceUntil(
    endpoint.clock,
    async () => {
      const [version, weights] = await live(name);
      const share = version === '2' ? 1 : (Object.values(weights)[0] ?? 0);
      if (share !== seen.at(-1)) seen.push(share);
      return share === 1;
    },
    10_000,
  );
  expect((await ended({ name: pipeline, id })).status).toBe('Succeeded');
  expect(seen.filter((share) => share > 0)).toEqual([0.3, 0.6, 0.9, 1]);
});

test('gives the traffic back and fails when an alarm fires', async () => {
  const name = await releasable();
  const execution = await release(
    aliased(name, { DeployStrategy: 'Canary10Percent5Minutes', Alarms: `${ALARM}, other` }),
  );
  await until(async () => Object.keys((await live(name))[1]).length > 0);
  await fire('ALARM');
  const action = await ended(execution);
  expect(action.output?.executionResult?.errorDetails).toEqual({
    code: 'JobFailed',
    message: `Alarms in the ALARM state: ${ALARM}.`,
  });
  expect(await live(name)).toEqual(['1', {}]);
});

describe('changes nothing and fails for', () => {
  let name: string;
  beforeAll(async () => {
    name = await releasable();
  });

  test.each<[string, (name: string) => Record<string, string>, boolean, string]>([
    ['neither a version nor an artifact', (it) => ({ FunctionName: it }), false, 'PublishedTargetVersion'],
    [
      'a strategy without an alias',
      (it) => ({ FunctionName: it, DeployStrategy: 'AllAtOnce' }),
      true,
      'only where FunctionAlias is given',
    ],
    ['no such alias', (it) => aliased(it, { FunctionAlias: 'beta' }), false, 'has no alias beta'],
    ['no such version', (it) => aliased(it, { PublishedTargetVersion: '9' }), false, 'is not published'],
    [
      'a strategy of all',
      (it) => aliased(it, { DeployStrategy: 'Canary100Percent5Minutes' }),
      false,
      'DeployStrategy must be',
    ],
    [
      'more than two days',
      (it) => aliased(it, { DeployStrategy: 'Linear1PercentEvery60Minutes' }),
      false,
      'two days',
    ],
    [
      'eleven alarms',
      (it) => aliased(it, { Alarms: Array.from({ length: 11 }, (_, index) => `a${index}`).join() }),
      false,
      'at most 10 alarms',
    ],
  ])('%s', async (_case, configuration, artifact, message) => {
    const { name: pipeline, id } = await release(configuration(name), artifact);
    expect(await shop.error(pipeline, id, 'Deploy')).toEqual({
      code: 'ConfigurationError',
      message: containing(message),
    });
    expect(await live(name)).toEqual(['1', {}]);
  });

  test('an alias that somebody left with two versions', async () => {
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.2 } };
    await client.send(new UpdateAliasCommand({ FunctionName: name, Name: 'live', RoutingConfig }));
    const { name: pipeline, id } = await release(aliased(name));
    expect((await shop.error(pipeline, id, 'Deploy')).message).toContain('must point to one version');
    expect(await live(name)).toEqual(['1', { 2: 0.2 }]);
  });
});

test.each(['GetAlias', 'GetFunctionConfiguration', 'UpdateAlias', 'GetProvisionedConcurrencyConfig'])(
  'a role that may not call %s fails it by name',
  async (operation) => {
    const name = await releasable();
    endpoint.deny(`lambda:${operation}`);
    const { name: pipeline, id } = await release(aliased(name));
    const { code, message } = await shop.error(pipeline, id, 'Deploy');
    expect([code, message]).toEqual(['PermissionError', containing(`lambda:${operation}`)]);
  },
);

test('needs no rights of Lambda but those that AWS documents', () => {
  // https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
  const called = endpoint.calls.filter(
    ({ service, caller }) => service === 'lambda' && caller.roleArn === ROLE,
  );
  expect([...new Set(called.map(({ operation }) => operation))].sort()).toEqual([
    'GetAlias',
    'GetFunctionConfiguration',
    'GetProvisionedConcurrencyConfig',
    'PublishVersion',
    'UpdateAlias',
    'UpdateFunctionCode',
  ]);
});
