import { ACCOUNT, REGION } from '../ecs/support/endpoint';
import { registerTask } from '../ecs/support/shop';
import { ROLE, type Stage, setStage, useEndpoint } from './support/stage';

const endpoint = useEndpoint();
let stage: Stage;

beforeEach(async () => {
  stage = await setStage(endpoint());
});

describe('green', () => {
  it('whose image is missing fails after an hour, with the reason in the events of the service', async () => {
    await stage.group();
    const id = await stage.deploy({ image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/shop:missing` });
    const { failed } = await stage.rollsBack(id);
    expect(failed).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'TIMEOUT',
        message:
          'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
      },
    });
    const messages = ((await stage.service()).events ?? []).map(({ message }) => message);
    expect(messages.join()).toContain('CannotPullContainerError');
    await stage.expectBlueServes();
  });

  it('that never gets healthy fails after an hour', async () => {
    await stage.group();
    const unhealthy =
      '<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions><member>' +
      '<Target><Id>10.0.0.1</Id></Target><TargetHealth><State>unhealthy</State></TargetHealth>' +
      '</member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>';
    endpoint().intercept = ({ operation, input }) =>
      operation === 'DescribeTargetHealth' && decodeURIComponent(input).includes(stage.shop.greenTargetGroup)
        ? unhealthy
        : undefined;
    const { failed } = await stage.rollsBack(await stage.deploy());
    expect(failed.errorInformation?.code).toBe('TIMEOUT');
    delete endpoint().intercept;
    await stage.expectBlueServes();
  });

  it('that ECS refuses fails with the words of ECS', async () => {
    await stage.group();
    const taskDefinition = await registerTask(endpoint().identity, stage.shop.service, 'nginx');
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
    const { failed } = await stage.rollsBack(await stage.deploy({ revision }));
    expect(failed.errorInformation?.code).toBe('ECS_UPDATE_ERROR');
    expect(failed.errorInformation?.message).toContain(
      'The ECS service cannot be updated due to an unexpected error: The container web does not exist in the task definition.',
    );
    await stage.expectBlueServes();
  });
});

describe('a role that may not', () => {
  it.each([
    'CreateTaskSet',
    'ModifyListener',
    'UpdateServicePrimaryTaskSet',
    'DescribeRules',
    'DescribeTargetGroups',
  ])('%s fails the deployment and leaves blue serving', async (operation) => {
    await stage.group();
    endpoint().deny(operation);
    const id = await stage.deploy();
    const failed = await stage.reaches(id, 'Failed', 'Stopped', 'Succeeded');
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain(
      `The IAM role ${ROLE} does not give you permission to perform operations in the following AWS service: Amazon`,
    );
    delete endpoint().intercept;
    await stage.reaches(failed.rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded', 'Failed');
    await stage.expectBlueServes();
  });

  it('end blue gets all traffic back on blue', async () => {
    await stage.group();
    const id = await stage.deploy();
    await stage.movesOver(id);
    endpoint().deny('DeleteTaskSet');
    const failed = await stage.reaches(id, 'Failed');
    delete endpoint().intercept;
    await stage.reaches(failed.rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded');
    await stage.expectBlueServes();
  });

  it('be assumed fails the deployment before anything is touched', async () => {
    await stage.group({ serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/missing` });
    const failed = await stage.reaches(await stage.deploy(), 'Failed');
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_MISSING');
    expect(failed.rollbackInfo).toBeUndefined();
    await stage.expectBlueServes();
  });
});

describe('a listener', () => {
  it('that does not serve blue is refused in AWS’s words', async () => {
    await stage.group({
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: stage.shop.greenName }, { name: stage.shop.blueName }],
            prodTrafficRoute: { listenerArns: [(await setStage(endpoint())).shop.productionListener] },
          },
        ],
      },
    });
    const { failed } = await stage.rollsBack(await stage.deploy());
    expect(failed.errorInformation?.message).toContain(
      'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener arn:aws:',
    );
    await stage.expectBlueServes();
  });
});

it('rolls nothing back where the group does not ask for it', async () => {
  await stage.group({ autoRollbackConfiguration: { enabled: false } });
  endpoint().deny('ModifyListener');
  const failed = await stage.reaches(await stage.deploy(), 'Failed');
  expect(failed.rollbackInfo).toBeUndefined();
  expect((await stage.service()).taskSets).toHaveLength(2);
});
