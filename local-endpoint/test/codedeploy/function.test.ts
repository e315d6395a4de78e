import {
  CreateDeploymentConfigCommand,
  type CreateDeploymentGroupCommandInput,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { AwsError } from '../../kit/aws-error';
import { advanceUntil } from '../../testing';
import { MINUTE, ROLE, useFunctionFixture } from './support/function-fixture';

const fixture = useFunctionFixture();
const {
  group,
  specification,
  deploy,
  deployment,
  ended,
  rolledBack,
  target,
  statuses,
  alias,
  setAlarm,
  hooksReport,
} = fixture;

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
      ...{ targetId: fixture.name, status: 'Succeeded' },
      lambdaFunctionInfo: {
        ...{ functionName: fixture.name, functionAlias: 'live', currentVersion: '1', targetVersion: '2' },
        targetVersionWeight: 1,
      },
    });
    const { targetIds } = await fixture.client.send(new ListDeploymentTargetsCommand({ deploymentId: id }));
    expect(targetIds).toEqual([fixture.name]);
    const called = fixture.endpoint.calls.filter(({ caller }) => caller.roleArn === ROLE);
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
      `  - ${fixture.name}:`,
      '      Type: AWS::Lambda::Function',
      `      Properties: { Name: ${fixture.name}, Alias: live, CurrentVersion: 1, TargetVersion: 2 }`,
    ].join('\n');
    expect((await ended(await deploy({ content, revisionType: 'String' }))).status).toBe('Succeeded');
    expect(await alias()).toEqual(['2', {}]);
  });

  it.each([
    { config: 'CodeDeployDefault.LambdaCanary10Percent5Minutes', weights: [0.1], minutes: 5 },
    { config: 'ours', weights: [0.25, 0.5, 0.75], minutes: 6 },
  ])('moves the traffic in the steps of $config', async ({ config, weights, minutes }) => {
    const deploymentConfigName = config === 'ours' ? `${fixture.name}-quarters` : config;
    if (config === 'ours')
      await fixture.client.send(
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
      fixture.endpoint.clock,
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
    expect(fixture.endpoint.calls.filter(({ operation }) => operation === 'UpdateAlias')).toEqual([]);
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
    await advanceUntil(fixture.endpoint.clock, async () => (await alias())[1][2] === 0.1, 1_000);
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
      await advanceUntil(fixture.endpoint.clock, async () => (await alias())[1][2] === 0.1, 1_000);
      await fixture.client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));
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
      message: `The alias live of the function ${fixture.name} must point to the current version 2 alone, and points to 1.`,
    });
    await fixture.functions.send(
      new UpdateAliasCommand({
        ...{ FunctionName: fixture.name, Name: 'live' },
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
    fixture.endpoint.answer('lambda:Invoke', () => {
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
      message: `The Deployment Group '${fixture.name}' already has an active Deployment '${first}'`,
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
