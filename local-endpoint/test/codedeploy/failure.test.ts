import { ACCOUNT, REGION } from '../../testing';
import { registerTask } from '../ecs/support/shop';
import { ROLE, type DeploymentFixture, createFixture, useEndpoint, MINUTE } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;

beforeEach(async () => {
  fixture = await createFixture(endpoint());
});

describe('green', () => {
  it('whose image is missing fails after an hour, with the reason in the events of the service', async () => {
    await fixture.group();
    const id = await fixture.deploy({ image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/shop:missing` });
    const { failed } = await fixture.rollsBack(id, MINUTE);
    expect(failed).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'TIMEOUT',
        message:
          'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
      },
    });
    const messages = ((await fixture.service()).events ?? []).map(({ message }) => message);
    expect(messages.join()).toContain('CannotPullContainerError');
    await fixture.expectBlueServes();
  });

  it('that never gets healthy fails after an hour', async () => {
    await fixture.group();
    const unhealthy = {
      TargetHealthDescriptions: [{ Target: { Id: '10.0.0.1' }, TargetHealth: { State: 'unhealthy' } }],
    };
    endpoint().answer('elasticloadbalancing:DescribeTargetHealth', ({ TargetGroupArn }) =>
      TargetGroupArn === fixture.shop.greenTargetGroup ? unhealthy : undefined,
    );
    const { failed } = await fixture.rollsBack(await fixture.deploy(), MINUTE);
    expect(failed.errorInformation?.code).toBe('TIMEOUT');
    endpoint().restore();
    await fixture.expectBlueServes();
  });

  it('that ECS refuses fails with the message of ECS', async () => {
    await fixture.group();
    const taskDefinition = await registerTask(endpoint().client(), fixture.shop.service, 'nginx');
    const content = JSON.stringify({
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: taskDefinition,
              LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
            },
          },
        },
      ],
    });
    const revision = { revisionType: 'AppSpecContent' as const, appSpecContent: { content } };
    const { failed } = await fixture.rollsBack(await fixture.deploy({ revision }));
    expect(failed.errorInformation?.code).toBe('ECS_UPDATE_ERROR');
    expect(failed.errorInformation?.message).toContain(
      'The ECS service cannot be updated due to an unexpected error: The container web does not exist in the task definition.',
    );
    await fixture.expectBlueServes();
  });
});

describe('a service role that is not allowed to', () => {
  it.each([
    'ecs:CreateTaskSet',
    'elasticloadbalancing:ModifyListener',
    'ecs:UpdateServicePrimaryTaskSet',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTargetGroups',
  ])('%s fails the deployment and leaves blue serving', async (operation) => {
    await fixture.group();
    endpoint().deny(operation);
    const id = await fixture.deploy();
    const failed = await fixture.reaches(id, 'Failed', 'Stopped', 'Succeeded');
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain(
      `The IAM role ${ROLE} does not give you permission to perform operations in the following AWS service: Amazon`,
    );
    endpoint().restore();
    await fixture.reaches(failed.rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded', 'Failed');
    await fixture.expectBlueServes();
  });

  it('end blue fails the deployment, and all traffic returns to blue', async () => {
    await fixture.group();
    const id = await fixture.deploy();
    await fixture.movesOver(id);
    endpoint().deny('ecs:DeleteTaskSet');
    endpoint().context.bus.subscribe(({ detail }) => {
      const hasFailed = detail.deploymentId === id && detail.state === 'FAILURE';
      if (hasFailed) endpoint().restore(); // the rollback begins at once, and deletes a task set as well
    });
    const failed = await fixture.reaches(id, 'Failed');
    await fixture.reaches(failed.rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded');
    await fixture.expectBlueServes();
  });
});

it('fails a deployment whose service role is missing before anything is changed', async () => {
  await fixture.group({ serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/missing` });
  const failed = await fixture.reaches(await fixture.deploy(), 'Failed');
  expect(failed.errorInformation?.code).toBe('IAM_ROLE_MISSING');
  expect(failed.rollbackInfo).toBeUndefined();
  await fixture.expectBlueServes();
});

describe('a listener', () => {
  it('that does not serve blue is refused with AWS’s message', async () => {
    await fixture.group({
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: fixture.shop.greenName }, { name: fixture.shop.blueName }],
            prodTrafficRoute: { listenerArns: [(await createFixture(endpoint())).shop.productionListener] },
          },
        ],
      },
    });
    const { failed } = await fixture.rollsBack(await fixture.deploy());
    expect(failed.errorInformation?.message).toContain(
      'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener arn:aws:',
    );
    await fixture.expectBlueServes();
  });
});

it('rolls nothing back where the group does not ask for it', async () => {
  await fixture.group({ autoRollbackConfiguration: { enabled: false } });
  endpoint().deny('elasticloadbalancing:ModifyListener');
  const failed = await fixture.reaches(await fixture.deploy(), 'Failed');
  expect(failed.rollbackInfo).toBeUndefined();
  expect((await fixture.service()).taskSets).toHaveLength(2);
});
