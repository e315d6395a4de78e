import {
  type LifecycleEventStatus,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import type { SeenCall } from '../ecs/support/endpoint';
import { until } from '../ecs/support/until';
import { type Stage, setStage, useEndpoint } from './support/stage';

const endpoint = useEndpoint();
let stage: Stage;

beforeEach(async () => {
  stage = await setStage(endpoint());
});

describe('a hook', () => {
  const report = (call: SeenCall, status: LifecycleEventStatus) => {
    const { DeploymentId, LifecycleEventHookExecutionId } = JSON.parse(call.input) as Record<string, string>;
    return stage.codeDeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: DeploymentId,
        lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
        status,
      }),
    );
  };
  const whenInvoked = (answer: (call: SeenCall) => void) => {
    endpoint().intercept = (call) => {
      if (call.service !== 'lambda') return undefined;
      answer(call);
      return '';
    };
  };

  it('that reports success lets the deployment go on, at its own moment', async () => {
    const traffic: Record<string, number>[] = [];
    whenInvoked((call) => {
      void stage
        .traffic(stage.shop.testListener)
        .then((now) => traffic.push(now))
        .then(() => report(call, 'Succeeded'));
    });
    await stage.group();
    const id = await stage.deploy({ hooks: [{ AfterInstall: 'check' }, { AfterAllowTestTraffic: 'check' }] });
    await stage.reaches(id, 'Succeeded', 'Failed');
    expect((await stage.deployment(id)).status).toBe('Succeeded');
    expect(traffic).toEqual([{ [stage.shop.blueTargetGroup]: 100 }, { [stage.shop.greenTargetGroup]: 100 }]);
    const invoked = endpoint().calls.filter(({ service }) => service === 'lambda');
    expect(invoked.map(({ role }) => role)).toEqual(['shop-deploy', 'shop-deploy']);
  });

  it.each(['AfterAllowTestTraffic', 'AfterAllowTraffic'])(
    'that reports failure at %s rolls back',
    async (event) => {
      whenInvoked((call) => void report(call, 'Failed'));
      await stage.group();
      const id = await stage.deploy({ hooks: [{ [event]: 'check' }] });
      const { failed } = await stage.rollsBack(id);
      expect(failed).toMatchObject({
        status: 'Failed',
        errorInformation: {
          code: 'HOOK_EXECUTION_FAILURE',
          message:
            'The deployment failed because one or more of the lifecycle event validation functions failed.',
        },
      });
      expect((await stage.statuses(id))[event]).toBe('Failed');
      await stage.expectBlueServes();
    },
  );

  it('that fails before anything is installed fails the deployment without a rollback', async () => {
    whenInvoked((call) => void report(call, 'Failed'));
    await stage.group();
    const id = await stage.deploy({ hooks: [{ BeforeInstall: 'check' }] });
    const failed = await stage.reaches(id, 'Failed');
    expect(failed.rollbackInfo).toBeUndefined();
    await stage.expectBlueServes();
  });

  it('that never reports fails after an hour', async () => {
    whenInvoked(() => undefined);
    await stage.group();
    const id = await stage.deploy({ hooks: [{ BeforeAllowTraffic: 'check' }] });
    const { failed } = await stage.rollsBack(id);
    expect(failed.errorInformation).toEqual({
      code: 'TIMEOUT',
      message:
        'The deployment timed out while waiting for a status callback. ' +
        'CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
    });
    const took = (failed.completeTime?.getTime() ?? 0) - (failed.createTime?.getTime() ?? 0);
    expect(took).toBeGreaterThanOrEqual(60 * 60_000);
    await stage.expectBlueServes();
  });

  it('that may not be invoked fails with the name of the service that refused', async () => {
    endpoint().intercept = ({ service }) =>
      service === 'lambda' ? new AwsError('AccessDeniedException', 'not authorized', 403) : undefined;
    await stage.group();
    const { failed } = await stage.rollsBack(await stage.deploy({ hooks: [{ AfterInstall: 'check' }] }));
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain('AWS service: AWSLambda.');
    await stage.expectBlueServes();
  });

  it('reports once, and only under an id that was given', async () => {
    const calls: SeenCall[] = [];
    whenInvoked((call) => void calls.push(call));
    await stage.group();
    const id = await stage.deploy({ hooks: [{ AfterInstall: 'check' }] });
    await until(endpoint().clock, async () => Boolean(await stage.deployment(id)) && calls.length === 1);
    const [call] = calls;
    if (!call) throw new Error('the hook was not invoked');
    await expect(
      report(
        { ...call, input: JSON.stringify({ DeploymentId: id, LifecycleEventHookExecutionId: 'x' }) },
        'Failed',
      ),
    ).rejects.toMatchObject({ name: 'InvalidLifecycleEventHookExecutionIdException' });
    await report(call, 'Succeeded');
    await expect(report(call, 'Failed')).rejects.toMatchObject({
      name: 'LifecycleEventAlreadyCompletedException',
    });
    await stage.reaches(id, 'Succeeded');
  });
});
