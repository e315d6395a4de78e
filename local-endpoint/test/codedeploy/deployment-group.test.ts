import {
  BatchGetDeploymentGroupsCommand,
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  DeleteDeploymentGroupCommand,
  GetDeploymentGroupCommand,
  ListDeploymentGroupsCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { groupInput, type DeploymentFixture, createFixture, useEndpoint } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;
let name: string;
const send: DeploymentFixture['codeDeploy']['send'] = ((command: never) =>
  fixture.codeDeploy.send(command)) as never;

describe('a deployment group', () => {
  beforeEach(async () => {
    fixture = await createFixture(endpoint());
    name = fixture.shop.service;
  });

  it('is created with AWS’s defaults, found, changed, renamed and deleted', async () => {
    await fixture.group();
    const find = () =>
      send(new GetDeploymentGroupCommand({ applicationName: name, deploymentGroupName: name }));
    expect((await find()).deploymentGroupInfo).toMatchObject({
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      computePlatform: 'ECS',
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { terminationWaitTimeInMinutes: 5 },
      },
    });
    await send(
      new UpdateDeploymentGroupCommand({
        applicationName: name,
        currentDeploymentGroupName: name,
        deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      }),
    );
    const changed = (await find()).deploymentGroupInfo;
    expect(changed?.deploymentConfigName).toBe('CodeDeployDefault.ECSCanary10Percent5Minutes');
    expect(changed?.alarmConfiguration?.enabled).toBe(true);
    await send(
      new UpdateDeploymentGroupCommand({
        applicationName: name,
        currentDeploymentGroupName: name,
        newDeploymentGroupName: 'renamed',
      }),
    );
    await expect(find()).rejects.toMatchObject({ name: 'DeploymentGroupDoesNotExistException' });
    const list = await send(new ListDeploymentGroupsCommand({ applicationName: name }));
    expect(list.deploymentGroups).toEqual(['renamed']);
    const names = ['renamed', 'missing'];
    const batch = await send(
      new BatchGetDeploymentGroupsCommand({ applicationName: name, deploymentGroupNames: names }),
    );
    expect(batch.deploymentGroupsInfo).toHaveLength(1);
    expect(batch.errorMessage).toContain('missing');
    await send(new DeleteDeploymentGroupCommand({ applicationName: name, deploymentGroupName: 'renamed' }));
    expect((await send(new ListDeploymentGroupsCommand({ applicationName: name }))).deploymentGroups).toEqual(
      [],
    );
  });

  it('shares its service with no other group', async () => {
    await fixture.group();
    const second = { ...groupInput(fixture.shop), deploymentGroupName: 'second' };
    await expect(send(new CreateDeploymentGroupCommand(second))).rejects.toMatchObject({
      name: 'ECSServiceMappingLimitExceededException',
    });
  });

  it('is not deleted while it deploys', async () => {
    await fixture.group();
    const id = await fixture.deploy();
    const remove = new DeleteDeploymentGroupCommand({ applicationName: name, deploymentGroupName: name });
    await expect(send(remove)).rejects.toThrow(id);
    await fixture.reaches(id, 'Succeeded');
    await send(remove);
  });
});

describe('an invalid deployment group', () => {
  beforeAll(async () => {
    fixture = await createFixture(endpoint());
    name = fixture.shop.service;
  });

  interface InvalidGroup {
    readonly what: string;
    readonly code: string;
    readonly change: (good: CreateDeploymentGroupCommandInput) => Partial<CreateDeploymentGroupCommandInput>;
  }

  const invalid: InvalidGroup[] = [
    {
      what: 'another style',
      code: 'InvalidDeploymentStyleException',
      change: () => ({ deploymentStyle: { deploymentType: 'IN_PLACE' } }),
    },
    { what: 'no role', code: 'RoleRequiredException', change: () => ({ serviceRoleArn: '' }) },
    {
      what: 'a role that is no ARN',
      code: 'InvalidRoleException',
      change: () => ({ serviceRoleArn: 'shop-deploy' }),
    },
    {
      what: 'an unknown configuration',
      code: 'DeploymentConfigDoesNotExistException',
      change: () => ({ deploymentConfigName: 'x' }),
    },
    { what: 'no service', code: 'InvalidECSServiceException', change: () => ({ ecsServices: [] }) },
    { what: 'no pair', code: 'InvalidLoadBalancerInfoException', change: () => ({ loadBalancerInfo: {} }) },
    {
      what: 'one target group',
      code: 'InvalidTargetGroupPairException',
      change: ({ loadBalancerInfo }) => ({
        loadBalancerInfo: {
          targetGroupPairInfoList: [
            { ...loadBalancerInfo?.targetGroupPairInfoList?.[0], targetGroups: [{ name: 'a' }] },
          ],
        },
      }),
    },
    {
      what: 'no production listener',
      code: 'InvalidTargetGroupPairException',
      change: ({ loadBalancerInfo }) => ({
        loadBalancerInfo: {
          targetGroupPairInfoList: [
            { ...loadBalancerInfo?.targetGroupPairInfoList?.[0], prodTrafficRoute: { listenerArns: [] } },
          ],
        },
      }),
    },
    {
      what: 'a termination wait over two days',
      code: 'InvalidBlueGreenDeploymentConfigurationException',
      change: ({ blueGreenDeploymentConfiguration: good }) => ({
        blueGreenDeploymentConfiguration: {
          ...good,
          terminateBlueInstancesOnDeploymentSuccess: {
            action: 'TERMINATE',
            terminationWaitTimeInMinutes: 2881,
          },
        },
      }),
    },
    {
      what: 'alarms without a name',
      code: 'InvalidAlarmConfigException',
      change: () => ({ alarmConfiguration: { enabled: true } }),
    },
    {
      what: 'eleven alarms',
      code: 'AlarmsLimitExceededException',
      change: () => ({
        alarmConfiguration: {
          enabled: true,
          alarms: Array.from({ length: 11 }, (_, index) => ({ name: `a${index}` })),
        },
      }),
    },
    {
      what: 'rollback on nothing',
      code: 'InvalidAutoRollbackConfigException',
      change: () => ({ autoRollbackConfiguration: { enabled: true } }),
    },
    {
      what: 'triggers',
      code: 'UnsupportedOperation',
      change: () => ({ triggerConfigurations: [{ triggerName: 'x' }] }),
    },
  ];

  it.each(invalid)('with $what is answered with $code', async ({ code, change }) => {
    const applicationName = `${name}-refused`;
    await send(new CreateApplicationCommand({ applicationName, computePlatform: 'ECS' })).catch(
      () => undefined,
    );
    const good = { ...groupInput(fixture.shop), applicationName };
    const input = { ...good, ...change(good) };
    await expect(send(new CreateDeploymentGroupCommand(input))).rejects.toMatchObject({ name: code });
    const list = await send(new ListDeploymentGroupsCommand({ applicationName }));
    expect(list.deploymentGroups).toEqual([]);
  });
});
