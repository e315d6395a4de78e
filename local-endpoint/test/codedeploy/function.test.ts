import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  type LambdaTarget,
  type LifecycleEventStatus,
  ListDeploymentTargetsCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { AwsError } from '../../kit/aws-error';
import { codeDeploy } from '../../services/codedeploy/service';
import { lambda } from '../../services/lambda/service';
import { ACCOUNT, advanceUntil, startTestEndpoint, type TestEndpoint } from '../../testing';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/quotes-deploy`;
const ALARM = 'quotes-errors';
const MINUTE = 60_000;

let endpoint: TestEndpoint;
let client: CodeDeployClient;
let functions: LambdaClient;
let cloudWatch: CloudWatchClient;
let name: string;
let count = 0;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ services: [codeDeploy, lambda], fakes: ['lambda:Invoke'] });
  client = new CodeDeployClient({ ...endpoint.client(), maxAttempts: 1 });
  functions = new LambdaClient({ ...endpoint.client(), maxAttempts: 1 });
  cloudWatch = new CloudWatchClient(endpoint.client());
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await new IAMClient(endpoint.client()).send(
    new CreateRoleCommand({ RoleName: 'runs', AssumeRolePolicyDocument }),
  );
});
afterAll(() => endpoint.close());

/** Each test has a function of its own, with the versions 1 and 2 and an alias at 1, and the application of it. */
beforeEach(async () => {
  endpoint.restore();
  endpoint.calls.length = 0;
  name = `quotes-${++count}`;
  const ZipFile = zipSync({ 'index.js': strToU8('exports.handler = async () => 1;') });
  await functions.send(
    new CreateFunctionCommand({
      ...{ FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Publish: true },
      ...{ Role: `arn:aws:iam::${ACCOUNT}:role/runs`, Code: { ZipFile } },
    }),
  );
  await functions.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 4 }));
  await functions.send(new PublishVersionCommand({ FunctionName: name }));
  await functions.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }));
  await setAlarm('OK');
  await client.send(new CreateApplicationCommand({ applicationName: name, computePlatform: 'Lambda' }));
});

async function setAlarm(StateValue: 'OK' | 'ALARM'): Promise<void> {
  const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Sum' } as const;
  const when = {
    ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  } as const;
  await cloudWatch.send(new PutMetricAlarmCommand({ AlarmName: ALARM, ...metric, ...when }));
  await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'test' }));
}

const group = (change: Partial<CreateDeploymentGroupCommandInput> = {}) =>
  client.send(
    new CreateDeploymentGroupCommand({
      ...{ applicationName: name, deploymentGroupName: name, serviceRoleArn: ROLE },
      deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      alarmConfiguration: { enabled: true, alarms: [{ name: ALARM }] },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      ...change,
    }),
  );

const specification = (properties: object, hooks?: readonly object[]): string =>
  JSON.stringify({
    version: 0.0,
    Resources: [
      {
        [name]: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: name, Alias: 'live', CurrentVersion: '1', TargetVersion: '2', ...properties },
        },
      },
    ],
    ...(hooks && { Hooks: hooks }),
  });

interface Deployed {
  readonly hooks?: readonly object[];
  readonly properties?: object;
  readonly content?: string;
  readonly revisionType?: 'AppSpecContent' | 'String';
}

async function deploy(given: Deployed = {}): Promise<string> {
  const { hooks, properties = {}, revisionType = 'AppSpecContent' } = given;
  const text = { content: given.content ?? specification(properties, hooks) };
  const { deploymentId = '' } = await client.send(
    new CreateDeploymentCommand({
      ...{ applicationName: name, deploymentGroupName: name },
      revision: {
        revisionType,
        ...(revisionType === 'String' ? { string: text } : { appSpecContent: text }),
      },
    }),
  );
  return deploymentId;
}

const deployment = async (deploymentId: string): Promise<DeploymentInfo> =>
  (await client.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};

async function ended(id: string): Promise<DeploymentInfo> {
  await advanceUntil(endpoint.clock, async () => (await deployment(id)).completeTime, MINUTE);
  return deployment(id);
}

/** The deployment that has failed, and the one that rolls it back, when both have ended. */
async function rolledBack(id: string): Promise<readonly [DeploymentInfo, DeploymentInfo]> {
  const failed = await ended(id);
  return [failed, await ended(failed.rollbackInfo?.rollbackDeploymentId ?? '')];
}

async function target(deploymentId: string): Promise<LambdaTarget> {
  const command = new GetDeploymentTargetCommand({ deploymentId, targetId: name });
  return (await client.send(command)).deploymentTarget?.lambdaTarget ?? {};
}

async function statuses(id: string): Promise<Record<string, string | undefined>> {
  const { lifecycleEvents = [] } = await target(id);
  return Object.fromEntries(lifecycleEvents.map((one) => [one.lifecycleEventName ?? '', one.status]));
}

async function alias(): Promise<readonly [string | undefined, Record<string, number>]> {
  const found = await functions.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }));
  return [found.FunctionVersion, found.RoutingConfig?.AdditionalVersionWeights ?? {}];
}

/** Answers every hook with what the test gives for it, and notes what the alias named meanwhile. */
function hooksReport(results: Readonly<Record<string, LifecycleEventStatus>>): unknown[] {
  const seen: unknown[] = [];
  endpoint.answer('lambda:Invoke', (input) => {
    const { DeploymentId, LifecycleEventHookExecutionId } = JSON.parse(
      Buffer.from(input.Payload as Uint8Array).toString('utf8'),
    ) as Record<string, string>;
    const status = results[String(input.FunctionName)];
    void alias()
      .then((now) => seen.push([input.FunctionName, ...now]))
      .then(() =>
        status === undefined
          ? undefined
          : client.send(
              new PutLifecycleEventHookExecutionStatusCommand({
                deploymentId: DeploymentId,
                lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
                status,
              }),
            ),
      );
    return { StatusCode: 202 };
  });
  return seen;
}

const HOOKS = [{ BeforeAllowTraffic: 'before' }, { AfterAllowTraffic: 'after' }];

describe('a deployment of a function', () => {
  it('calls a hook, moves the traffic, and calls the other hook, all with the group’s role', async () => {
    const seen = hooksReport({ before: 'Succeeded', after: 'Succeeded' });
    await group();
    const id = await deploy({ hooks: HOOKS });
    expect(await ended(id)).toMatchObject({ status: 'Succeeded', computePlatform: 'Lambda' });
    expect(seen).toEqual([
      ['before', '1', {}],
      ['after', '2', {}],
    ]);
    expect(await alias()).toEqual(['2', {}]);
    expect(await target(id)).toMatchObject({
      ...{ targetId: name, status: 'Succeeded' },
      lambdaFunctionInfo: {
        ...{ functionName: name, functionAlias: 'live', currentVersion: '1', targetVersion: '2' },
        targetVersionWeight: 1,
      },
    });
    const { targetIds } = await client.send(new ListDeploymentTargetsCommand({ deploymentId: id }));
    expect(targetIds).toEqual([name]);
    const called = endpoint.calls.filter(({ caller }) => caller.roleArn === ROLE);
    expect([...new Set(called.map(({ operation }) => operation))].sort()).toEqual([
      'DescribeAlarms',
      'GetAlias',
      'GetProvisionedConcurrencyConfig',
      'Invoke',
      'UpdateAlias',
    ]);
  });

  it('follows an AppSpec file in YAML, given as a string, without hooks', async () => {
    await group();
    const content = [
      'version: 0.0',
      'Resources:',
      `  - ${name}:`,
      '      Type: AWS::Lambda::Function',
      `      Properties: { Name: ${name}, Alias: live, CurrentVersion: 1, TargetVersion: 2 }`,
    ].join('\n');
    expect((await ended(await deploy({ content, revisionType: 'String' }))).status).toBe('Succeeded');
    expect(await alias()).toEqual(['2', {}]);
  });

  it.each([
    { config: 'CodeDeployDefault.LambdaCanary10Percent5Minutes', weights: [0.1], minutes: 5 },
    { config: 'ours', weights: [0.25, 0.5, 0.75], minutes: 6 },
  ])('moves the traffic in the steps of $config', async ({ config, weights, minutes }) => {
    const deploymentConfigName = config === 'ours' ? `${name}-quarters` : config;
    if (config === 'ours')
      await client.send(
        new CreateDeploymentConfigCommand({
          ...{ deploymentConfigName, computePlatform: 'Lambda' },
          trafficRoutingConfig: {
            type: 'TimeBasedLinear',
            timeBasedLinear: { linearPercentage: 25, linearInterval: 2 },
          },
        }),
      );
    await group({ deploymentConfigName });
    const id = await deploy();
    const seen = new Set<number>();
    await advanceUntil(
      endpoint.clock,
      async () => {
        const [, now] = await alias();
        if (now[2] !== undefined) seen.add(now[2]);
        return (await deployment(id)).completeTime;
      },
      10_000,
    );
    const { createTime, completeTime, status } = await deployment(id);
    expect(status).toBe('Succeeded');
    expect([...seen]).toEqual(weights);
    const took = (completeTime?.getTime() ?? 0) - (createTime?.getTime() ?? 0);
    expect(took).toBeGreaterThanOrEqual(minutes * MINUTE);
    expect(await alias()).toEqual(['2', {}]);
  });

  it('whose first hook fails moves nothing, and has nothing to roll back', async () => {
    hooksReport({ before: 'Failed' });
    await group();
    const id = await deploy({ hooks: HOOKS });
    const failed = await ended(id);
    expect(failed).toMatchObject({ status: 'Failed', errorInformation: { code: 'HOOK_EXECUTION_FAILURE' } });
    expect(failed.rollbackInfo).toBeUndefined();
    expect(await statuses(id)).toEqual({
      ...{ BeforeAllowTraffic: 'Failed', AllowTraffic: 'Skipped', AfterAllowTraffic: 'Skipped' },
    });
    expect(await alias()).toEqual(['1', {}]);
    expect(endpoint.calls.filter(({ operation }) => operation === 'UpdateAlias')).toEqual([]);
  });

  it('whose last hook fails is rolled back by a deployment to the version before', async () => {
    hooksReport({ before: 'Succeeded', after: 'Failed' });
    await group();
    const [failed, rollback] = await rolledBack(await deploy({ hooks: HOOKS }));
    expect(failed).toMatchObject({ status: 'Failed', errorInformation: { code: 'HOOK_EXECUTION_FAILURE' } });
    expect(rollback).toMatchObject({ status: 'Succeeded', creator: 'codeDeployRollback' });
    expect(await alias()).toEqual(['1', {}]);
  });

  it('whose hook never reports fails after an hour', async () => {
    hooksReport({});
    await group();
    const failed = await ended(await deploy({ hooks: HOOKS }));
    expect(failed.errorInformation?.code).toBe('TIMEOUT');
    const took = (failed.completeTime?.getTime() ?? 0) - (failed.createTime?.getTime() ?? 0);
    expect(took).toBeGreaterThanOrEqual(60 * MINUTE);
  });

  it('is rolled back where an alarm fires while its traffic moves', async () => {
    await group({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent30Minutes' });
    const id = await deploy();
    await advanceUntil(endpoint.clock, async () => (await alias())[1][2] === 0.1, 1_000);
    await setAlarm('ALARM');
    const [failed, rollback] = await rolledBack(id);
    expect(failed).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } });
    expect(rollback.status).toBe('Succeeded');
    expect(await alias()).toEqual(['1', {}]);
  });

  it.each([
    { autoRollbackEnabled: true, left: ['1', {}] },
    { autoRollbackEnabled: false, left: ['1', { 2: 0.1 }] },
  ])(
    'that is stopped goes back, or stays where it is: $autoRollbackEnabled',
    async ({ autoRollbackEnabled, left }) => {
      await group({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent30Minutes' });
      const deploymentId = await deploy();
      await advanceUntil(endpoint.clock, async () => (await alias())[1][2] === 0.1, 1_000);
      await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));
      const stopped = await ended(deploymentId);
      expect(stopped).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
      const rollback = stopped.rollbackInfo?.rollbackDeploymentId;
      if (rollback) await ended(rollback);
      expect(await alias()).toEqual(left);
    },
  );

  it('is refused where the alias names another version, or has weights', async () => {
    await group();
    const other = await ended(await deploy({ properties: { CurrentVersion: '2', TargetVersion: '1' } }));
    expect(other.errorInformation).toMatchObject({
      code: 'INVALID_LAMBDA_CONFIGURATION',
      message: `The alias live of the function ${name} must point to the current version 2 alone, and points to 1.`,
    });
    await functions.send(
      new UpdateAliasCommand({
        ...{ FunctionName: name, Name: 'live' },
        RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } },
      }),
    );
    expect((await ended(await deploy())).errorInformation?.message).toContain('points to 1 and 2.');
  });

  it('fails where there is no such function, with Lambda’s error', async () => {
    await group();
    const failed = await ended(await deploy({ properties: { Name: 'nobody' } }));
    expect(failed.errorInformation?.code).toBe('INVALID_LAMBDA_FUNCTION');
    expect(failed.errorInformation?.message).toContain('ResourceNotFoundException');
  });

  it('fails where the role may not invoke a hook, and names the service', async () => {
    endpoint.answer('lambda:Invoke', () => {
      throw new AwsError('AccessDeniedException', 'not authorized', 403);
    });
    await group();
    const failed = await ended(await deploy({ hooks: HOOKS }));
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain('AWS service: AWSLambda.');
  });

  it('is the only one of its group at a time', async () => {
    hooksReport({});
    await group();
    const first = await deploy({ hooks: HOOKS });
    await expect(deploy()).rejects.toMatchObject({
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group '${name}' already has an active Deployment '${first}'`,
    });
  });
});

test.each<{ what: string; content: () => string; message: string }>([
  {
    what: 'of a service of ECS',
    content: () => specification({}).replace('AWS::Lambda::Function', 'AWS::ECS::Service'),
    message: 'Type',
  },
  {
    what: 'without an alias',
    content: () => specification({ Alias: undefined }),
    message: 'Properties.Alias',
  },
  {
    what: 'with a hook that a function has not',
    content: () => specification({}, [{ BeforeInstall: 'before' }]),
    message: 'BeforeInstall',
  },
])('an AppSpec file $what is refused', async ({ content, message }) => {
  await group();
  const refused = deploy({ content: content() });
  await expect(refused).rejects.toMatchObject({ name: 'InvalidRevisionException' });
  await expect(refused).rejects.toThrow(message);
});

test.each<{ what: string; code: string; change: Partial<CreateDeploymentGroupCommandInput> }>([
  {
    what: 'with a configuration of ECS',
    code: 'InvalidDeploymentConfigNameException',
    change: { deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' },
  },
  { what: 'without a style', code: 'InvalidDeploymentStyleException', change: { deploymentStyle: {} } },
  {
    what: 'with a service of ECS',
    code: 'InvalidInputException',
    change: { ecsServices: [{ clusterName: 'shop', serviceName: 'shop' }] },
  },
  {
    what: 'with a load balancer',
    code: 'InvalidInputException',
    change: { loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: 'blue' }] }] } },
  },
])('a group of functions $what is refused', async ({ code, change }) => {
  await expect(group(change)).rejects.toMatchObject({ name: code });
});

test('a group of functions that names no configuration moves all traffic at once', async () => {
  await group({ deploymentConfigName: undefined });
  expect((await ended(await deploy())).deploymentConfigName).toBe('CodeDeployDefault.LambdaAllAtOnce');
});
