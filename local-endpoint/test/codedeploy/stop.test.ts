import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { DeleteTaskSetCommand, ECSClient } from '@aws-sdk/client-ecs';
import { until } from '../ecs/support/until';
import { type Stage, setStage, useEndpoint } from './support/stage';

const endpoint = useEndpoint();
let stage: Stage;

beforeEach(async () => {
  stage = await setStage(endpoint());
});

describe('a stop by hand', () => {
  const stop = (deploymentId: string, autoRollbackEnabled?: boolean) =>
    stage.codeDeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));

  it('while blue waits brings all traffic back to blue and ends green', async () => {
    await stage.group();
    const id = await stage.deploy();
    await stage.movesOver(id);
    expect(await stop(id, true)).toMatchObject({ status: 'Succeeded' });
    const { failed, rollback } = await stage.rollsBack(id);
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
    await stage.expectBlueServes();
    const raised = endpoint().events.map(({ detail }) => [detail['deploymentId'], detail['state']]);
    expect(raised).toEqual([
      [id, 'START'],
      [id, 'STOP'],
      [rollback.deploymentId, 'START'],
      [rollback.deploymentId, 'SUCCESS'],
    ]);
  });

  it('in the middle of a canary brings the moved tenth back', async () => {
    await stage.group({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent15Minutes' });
    const id = await stage.deploy();
    const { productionListener, greenTargetGroup } = stage.shop;
    await until(
      endpoint().clock,
      async () => (await stage.traffic(productionListener))[greenTargetGroup] === 10,
    );
    await stop(id);
    await stage.rollsBack(id);
    expect(await stage.statuses(id)).toMatchObject({
      BeforeAllowTraffic: 'Succeeded',
      AllowTraffic: 'Failed',
      AfterAllowTraffic: 'Skipped',
    });
    await stage.expectBlueServes();
  });

  it('while green still starts leaves blue as it was', async () => {
    await stage.group();
    const id = await stage.deploy();
    await until(endpoint().clock, async () => ((await stage.service()).taskSets?.length ?? 0) === 2, 0);
    await stop(id);
    await stage.rollsBack(id);
    expect(await stage.statuses(id)).toMatchObject({ Install: 'Failed', AllowTestTraffic: 'Skipped' });
    await stage.expectBlueServes();
  });

  it('without rollback leaves traffic and task sets where they are, and the next deployment clears up', async () => {
    await stage.group({ deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' });
    const id = await stage.deploy();
    await until(
      endpoint().clock,
      async () => (await stage.target(id)).lifecycleEvents?.[3]?.status === 'Succeeded',
    );
    await stop(id, false);
    const stopped = await stage.reaches(id, 'Stopped');
    expect(stopped.rollbackInfo).toBeUndefined();
    const next = await stage.deploy();
    expect((await stage.reaches(next, 'Succeeded', 'Failed')).status).toBe('Succeeded');
    expect((await stage.service()).taskSets?.map(({ externalId }) => externalId)).toEqual([next]);
  });

  it('is refused when the deployment is over', async () => {
    await stage.group();
    const id = await stage.deploy();
    await stage.reaches(id, 'Succeeded');
    await expect(stop(id)).rejects.toMatchObject({ name: 'DeploymentAlreadyCompletedException' });
  });

  it('rolls back to the release before, when that was a deployment too', async () => {
    await stage.group();
    const first = await stage.deploy();
    await stage.reaches(first, 'Succeeded');
    const before = await stage.service();
    const second = await stage.deploy();
    await stage.movesOver(second);
    await stop(second);
    const { rollback } = await stage.rollsBack(second);
    const after = await stage.service();
    expect(after.taskDefinition).toBe(before.taskDefinition);
    expect(after.taskSets?.map(({ externalId }) => externalId)).toEqual([first]);
    expect(rollback.revision).toEqual((await stage.deployment(first)).revision);
    expect(await stage.traffic(stage.shop.productionListener)).toEqual({
      [stage.shop.greenTargetGroup]: 100,
    });
  });

  it('deploys the last revision anew when blue is gone', async () => {
    await stage.group();
    const first = await stage.deploy();
    await stage.reaches(first, 'Succeeded');
    const before = await stage.service();
    const second = await stage.deploy();
    await stage.movesOver(second);
    const { cluster, service } = stage.shop;
    const taskSet = before.taskSets?.[0]?.taskSetArn;
    await new ECSClient(endpoint().identity).send(
      new DeleteTaskSetCommand({ cluster, service, taskSet, force: true }),
    );
    await stop(second);
    const { rollback } = await stage.rollsBack(second);
    expect(rollback.status).toBe('Succeeded');
    const after = await stage.service();
    expect(after.taskDefinition).toBe(before.taskDefinition);
    expect(after.taskSets?.map(({ externalId }) => externalId)).toEqual([rollback.deploymentId]);
  });
});
