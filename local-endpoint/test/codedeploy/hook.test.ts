import {
  type LifecycleEventStatus,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import { advanceUntil } from '../../testing';
import { ROLE, type DeploymentFixture, createFixture, useEndpoint, MINUTE } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;

beforeEach(async () => {
  fixture = await createFixture(endpoint());
});

describe('a hook', () => {
  /** What CodeDeploy hands to a hook. */
  interface HookEvent {
    readonly DeploymentId: string;
    readonly LifecycleEventHookExecutionId: string;
  }
  const report = (
    { DeploymentId, LifecycleEventHookExecutionId }: HookEvent,
    status: LifecycleEventStatus,
  ) => {
    return fixture.codeDeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: DeploymentId,
        lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
        status,
      }),
    );
  };
  const whenInvoked = (hook: (event: HookEvent) => void) =>
    endpoint().answer('lambda:Invoke', ({ Payload }) => {
      hook(JSON.parse(Buffer.from(Payload as Uint8Array).toString('utf8')) as HookEvent);
      return { StatusCode: 202 };
    });

  it('that reports success lets the deployment go on, each hook at its lifecycle event', async () => {
    const traffic: Record<string, number>[] = [];
    whenInvoked((event) => {
      void fixture
        .traffic(fixture.shop.testListener)
        .then((now) => traffic.push(now))
        .then(() => report(event, 'Succeeded'));
    });
    await fixture.group();
    const id = await fixture.deploy({
      hooks: [{ AfterInstall: 'check' }, { AfterAllowTestTraffic: 'check' }],
    });
    await fixture.reaches(id, 'Succeeded', 'Failed');
    expect((await fixture.deployment(id)).status).toBe('Succeeded');
    expect(traffic).toEqual([
      { [fixture.shop.blueTargetGroup]: 100 },
      { [fixture.shop.greenTargetGroup]: 100 },
    ]);
    const invoked = endpoint().calls.filter(({ service }) => service === 'lambda');
    expect(invoked.map(({ caller }) => caller.roleArn)).toEqual([ROLE, ROLE]);
  });

  it.each(['AfterAllowTestTraffic', 'AfterAllowTraffic'])(
    'that reports failure at %s rolls back',
    async (event) => {
      whenInvoked((invocation) => void report(invocation, 'Failed'));
      await fixture.group();
      const id = await fixture.deploy({ hooks: [{ [event]: 'check' }] });
      const { failed } = await fixture.rollsBack(id);
      expect(failed).toMatchObject({
        status: 'Failed',
        errorInformation: {
          code: 'HOOK_EXECUTION_FAILURE',
          message:
            'The deployment failed because one or more of the lifecycle event validation functions failed.',
        },
      });
      expect((await fixture.statuses(id))[event]).toBe('Failed');
      await fixture.expectBlueServes();
    },
  );

  it('that fails before anything is installed fails the deployment without a rollback', async () => {
    whenInvoked((invocation) => void report(invocation, 'Failed'));
    await fixture.group();
    const id = await fixture.deploy({ hooks: [{ BeforeInstall: 'check' }] });
    const failed = await fixture.reaches(id, 'Failed');
    expect(failed.rollbackInfo).toBeUndefined();
    await fixture.expectBlueServes();
  });

  it('that never reports fails after an hour', async () => {
    whenInvoked(() => undefined);
    await fixture.group();
    const id = await fixture.deploy({ hooks: [{ BeforeAllowTraffic: 'check' }] });
    const { failed } = await fixture.rollsBack(id, MINUTE);
    expect(failed.errorInformation).toEqual({
      code: 'TIMEOUT',
      message:
        'The deployment timed out while waiting for a status callback. ' +
        'CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
    });
    const took = (failed.completeTime?.getTime() ?? 0) - (failed.createTime?.getTime() ?? 0);
    expect(took).toBeGreaterThanOrEqual(60 * 60_000);
    await fixture.expectBlueServes();
  });

  it('that may not be invoked fails with the name of the service that refused', async () => {
    endpoint().answer('lambda:Invoke', () => {
      throw new AwsError('AccessDeniedException', 'not authorized', 403);
    });
    await fixture.group();
    const { failed } = await fixture.rollsBack(await fixture.deploy({ hooks: [{ AfterInstall: 'check' }] }));
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain('AWS service: AWSLambda.');
    await fixture.expectBlueServes();
  });

  it('reports once, and only under an id that was given', async () => {
    const events: HookEvent[] = [];
    whenInvoked((event) => void events.push(event));
    await fixture.group();
    const id = await fixture.deploy({ hooks: [{ AfterInstall: 'check' }] });
    await advanceUntil(
      endpoint().clock,
      async () => Boolean(await fixture.deployment(id)) && events.length === 1,
    );
    const [event] = events;
    if (!event) throw new Error('the hook was not invoked');
    await expect(
      report({ DeploymentId: id, LifecycleEventHookExecutionId: 'x' }, 'Failed'),
    ).rejects.toMatchObject({ name: 'InvalidLifecycleEventHookExecutionIdException' });
    await report(event, 'Succeeded');
    await expect(report(event, 'Failed')).rejects.toMatchObject({
      name: 'LifecycleEventAlreadyCompletedException',
    });
    await fixture.reaches(id, 'Succeeded');
  });
});
