import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { expectProtected, expectServing } from '../checks';
import type { BlueGreenPipeline } from '../deployed-pipeline';
import { ended } from '../../pipeline/executions';
import { deploymentsEnded, trafficMoved } from '../deployment';
import { approve, expectReleasedElsewhere, pushRelease, type Release } from '../release';
import { lookAtServing, type Serving } from '../serving';
import type { Stage } from '../context';

/** A person stops the deployment after the traffic has moved; blue takes it back. */
export async function rolledBackByHand(stage: Stage): Promise<void> {
  const release = await pushRelease(stage, 'release 2');
  await Promise.all([
    expectReleasedElsewhere(stage, release),
    rolledBack(stage, release, 'by hand', async (pipeline, deploymentId) => {
      stage.terminal.line(
        `  aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled`,
      );
      await pipeline.clients.codeDeploy.send(
        new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }),
      );
    }),
  ]);
}

/** An alarm fires after the traffic has moved; CodeDeploy goes back by itself. */
export async function rolledBackByAlarm(stage: Stage): Promise<void> {
  const release = await pushRelease(stage, 'release 3');
  const { clients, group } = stage.application.production;
  const AlarmName = group.alarmConfiguration?.alarms?.[0]?.name;
  const setState = (StateValue: 'ALARM' | 'OK') =>
    clients.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'rehearsal' }));
  await Promise.all([
    expectReleasedElsewhere(stage, release),
    rolledBack(stage, release, 'by the alarm', async () => {
      stage.terminal.line(`  alarm ${AlarmName} fires`);
      await setState('ALARM');
    }),
  ]);
  await setState('OK');
}

/** While somebody has to act before blue ends: five minutes are twenty seconds, time enough on the slowest machine. */
const WATCHFUL_SPEED = 15;

/** What goes wrong once the traffic has moved. */
type Mishap = (pipeline: BlueGreenPipeline, deploymentId: string) => Promise<void>;

/** Plays a release in production, lets something go wrong with it, and expects what served before to serve again. */
async function rolledBack(stage: Stage, release: Release, how: string, mishap: Mishap): Promise<void> {
  const { production } = stage.application;
  const executionId = release.executions.get(production.name) ?? '';
  const before = await lookAtServing(production);
  const deploymentId = await goWrongWithBlueThere(stage, release, before, mishap);
  stage.expect.equal(
    `${production.name} was rolled back ${how}`,
    await ended(stage, production, executionId),
    'Failed',
  );
  await deploymentsEnded(stage, production);
  const { deploymentInfo } = await production.clients.codeDeploy.send(
    new GetDeploymentCommand({ deploymentId }),
  );
  stage.expect.that(
    'CodeDeploy names the rollback deployment',
    !!deploymentInfo?.rollbackInfo?.rollbackDeploymentId,
  );
  const digest = stage.serving.get(production.name) ?? '';
  const after = await expectServing(stage, production, digest);
  stage.expect.equal('the traffic is back where it was', after.targetGroup, before.targetGroup);
  await expectProtected(stage, production, digest);
}

/** Brings production to the moved traffic, slowly enough to act before blue ends; gives the deployment's id. */
async function goWrongWithBlueThere(
  stage: Stage,
  release: Release,
  before: Serving,
  mishap: Mishap,
): Promise<string> {
  const { production } = stage.application;
  const executionId = release.executions.get(production.name) ?? '';
  stage.clock.pace(Math.min(stage.speed, WATCHFUL_SPEED));
  try {
    if (production.approval) await approve(stage, production, executionId, release.digest);
    const deploymentId = await trafficMoved(stage, production, executionId);
    const { targetGroup, taskSets } = await lookAtServing(production);
    stage.expect.that('the traffic has moved to green', targetGroup !== before.targetGroup, targetGroup);
    stage.expect.that('blue is still there', taskSets === 2, `${taskSets} task sets`);
    await mishap(production, deploymentId);
    return deploymentId;
  } finally {
    stage.clock.pace(stage.speed);
  }
}

/** Why nobody could go back by hand, if so. */
export function blueNotKept({ application: { production } }: Stage): string | undefined {
  const wait = production.group.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess;
  return wait?.terminationWaitTimeInMinutes
    ? undefined
    : `${production.name} ends blue at once, so there is nothing to go back to`;
}

/** Why no alarm would make CodeDeploy go back, if so. */
export function noAlarms({ application: { production } }: Stage): string | undefined {
  const watched = production.group.alarmConfiguration;
  if (!watched?.enabled || !watched.alarms?.length) return `${production.name} watches no alarm`;
  return blueNotKept({ application: { production } } as Stage);
}
