import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { DeleteTaskSetCommand, ECSClient } from '@aws-sdk/client-ecs';
import { advanceUntil } from '../../testing';
import { type DeploymentFixture, createFixture, useEndpoint } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;

beforeEach(async () => {
  fixture = await createFixture(endpoint());
});

describe('StopDeployment', () => {
  const stop = (deploymentId: string, autoRollbackEnabled?: boolean) =>
    fixture.codeDeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));

  it('during the termination wait brings all traffic back to blue and ends green', async () => {
    await fixture.group();
    const id = await fixture.deploy();
    await fixture.movesOver(id);
    expect(await stop(id, true)).toMatchObject({ status: 'Succeeded' });
    const { failed, rollback } = await fixture.rollsBack(id);
    expect(failed).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'MANUAL_STOP' },
      rollbackInfo: {
        rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback.deploymentId}.`,
      },
    });
    expect(rollback).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      rollbackInfo: {
        rollbackTriggeringDeploymentId: id,
        rollbackMessage: `Deployment ${rollback.deploymentId} is triggered to roll back deployment ${id}.`,
      },
    });
    await fixture.expectBlueServes();
    const raised = endpoint().events.map(({ detail }) => [detail['deploymentId'], detail['state']]);
    expect(raised).toEqual([
      [id, 'START'],
      [id, 'STOP'],
      [rollback.deploymentId, 'START'],
      [rollback.deploymentId, 'SUCCESS'],
    ]);
  });

  it('in the middle of a canary brings the moved tenth back', async () => {
    await fixture.group({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent15Minutes' });
    const id = await fixture.deploy();
    const { productionListener, greenTargetGroup } = fixture.shop;
    await advanceUntil(
      endpoint().clock,
      async () => (await fixture.traffic(productionListener))[greenTargetGroup] === 10,
    );
    await stop(id);
    await fixture.rollsBack(id);
    expect(await fixture.statuses(id)).toMatchObject({
      BeforeAllowTraffic: 'Succeeded',
      AllowTraffic: 'Failed',
      AfterAllowTraffic: 'Skipped',
    });
    await fixture.expectBlueServes();
  });

  it('while green still starts leaves blue as it was', async () => {
    await fixture.group();
    const id = await fixture.deploy();
    await advanceUntil(
      endpoint().clock,
      async () => ((await fixture.service()).taskSets?.length ?? 0) === 2,
      0,
    );
    await stop(id);
    await fixture.rollsBack(id);
    expect(await fixture.statuses(id)).toMatchObject({ Install: 'Failed', AllowTestTraffic: 'Skipped' });
    await fixture.expectBlueServes();
  });

  it('without rollback leaves traffic and task sets as they are, and the next deployment removes them', async () => {
    await fixture.group({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' });
    const id = await fixture.deploy();
    await advanceUntil(
      endpoint().clock,
      async () => (await fixture.target(id)).lifecycleEvents?.[3]?.status === 'Succeeded',
    );
    await stop(id, false);
    const stopped = await fixture.reaches(id, 'Stopped');
    expect(stopped.rollbackInfo).toBeUndefined();
    const next = await fixture.deploy();
    expect((await fixture.reaches(next, 'Succeeded', 'Failed')).status).toBe('Succeeded');
    expect((await fixture.service()).taskSets?.map(({ externalId }) => externalId)).toEqual([next]);
  });

  it('is refused when the deployment is over', async () => {
    await fixture.group();
    const id = await fixture.deploy();
    await fixture.reaches(id, 'Succeeded');
    await expect(stop(id)).rejects.toMatchObject({ name: 'DeploymentAlreadyCompletedException' });
  });

  it('rolls back to the release before, when that was a deployment too', async () => {
    await fixture.group();
    const first = await fixture.deploy();
    await fixture.reaches(first, 'Succeeded');
    const before = await fixture.service();
    const second = await fixture.deploy();
    await fixture.movesOver(second);
    await stop(second);
    const { rollback } = await fixture.rollsBack(second);
    const after = await fixture.service();
    expect(after.taskDefinition).toBe(before.taskDefinition);
    expect(after.taskSets?.map(({ externalId }) => externalId)).toEqual([first]);
    expect(rollback.revision).toEqual((await fixture.deployment(first)).revision);
    expect(await fixture.traffic(fixture.shop.productionListener)).toEqual({
      [fixture.shop.greenTargetGroup]: 100,
    });
  });

  it('deploys the last revision anew when blue is gone', async () => {
    await fixture.group();
    const first = await fixture.deploy();
    await fixture.reaches(first, 'Succeeded');
    const before = await fixture.service();
    const second = await fixture.deploy();
    await fixture.movesOver(second);
    const { cluster, service } = fixture.shop;
    const taskSet = before.taskSets?.[0]?.taskSetArn;
    await new ECSClient(endpoint().client()).send(
      new DeleteTaskSetCommand({ cluster, service, taskSet, force: true }),
    );
    await stop(second);
    const { rollback } = await fixture.rollsBack(second);
    expect(rollback.status).toBe('Succeeded');
    const after = await fixture.service();
    expect(after.taskDefinition).toBe(before.taskDefinition);
    expect(after.taskSets?.map(({ externalId }) => externalId)).toEqual([rollback.deploymentId]);
  });
});
