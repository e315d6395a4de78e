import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { approveIfAsked } from '../../pipeline/approval';
import { executionEnd } from '../../pipeline/executions';
import { expectProtected, expectImageServing } from '../checks';
import type { UploadsContext } from '../context';
import { deploymentsEnd, trafficMoved } from '../deployment';
import { expectReleasedElsewhere, type PushedRelease, pushRelease } from '../release';
import { type ServingGroup, servingGroup } from '../serving';

/** A person stops the deployment after the traffic has moved; blue gets it back. */
export async function manualRollback(context: UploadsContext): Promise<void> {
  const { codeDeploy } = context.application.production.clients;
  const release = await pushRelease(context, 'release 2');
  await releaseAndRollBack(context, release, 'by hand', async (deploymentId) => {
    context.terminal.line(
      `  aws deploy stop-deployment --deployment-id ${deploymentId} --auto-rollback-enabled`,
    );
    await codeDeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
  });
}

/** An alarm fires after the traffic has moved; CodeDeploy rolls back by itself. */
export async function alarmRollback(context: UploadsContext): Promise<void> {
  const release = await pushRelease(context, 'release 3');
  const { clients, deploymentGroup } = context.application.production;
  const AlarmName = deploymentGroup.alarmConfiguration?.alarms?.[0]?.name;
  const setState = (StateValue: 'ALARM' | 'OK') =>
    clients.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'rehearsal' }));
  await releaseAndRollBack(context, release, 'by the alarm', async () => {
    context.terminal.line(`  alarm ${AlarmName} fires`);
    await setState('ALARM');
  });
  await setState('OK');
}

/** Causes the rollback of a deployment. */
type CauseRollback = (deploymentId: string) => Promise<void>;

/** Causes the rollback of production, while all other environments release. */
async function releaseAndRollBack(
  context: UploadsContext,
  release: PushedRelease,
  how: string,
  cause: CauseRollback,
): Promise<void> {
  const others = () => expectReleasedElsewhere(context, release);
  const production = () => expectRollback(context, release, how, cause);
  await context.clock.together([others, production], (begin) => begin());
}

/** Releases to production, causes a rollback, and expects what served before to serve again. */
async function expectRollback(
  context: UploadsContext,
  release: PushedRelease,
  how: string,
  cause: CauseRollback,
): Promise<void> {
  const { expect } = context;
  const { production } = context.application;
  const before = await servingGroup(production);
  const deploymentId = await failAfterTrafficMoved(context, release, before, cause);
  const status = await executionEnd(context, production, release.executions.get(production) ?? '');
  expect.equal(`${production.name} was rolled back ${how}`, status, 'Failed');
  await deploymentsEnd(context, production);
  const { deploymentInfo } = await production.clients.codeDeploy.send(
    new GetDeploymentCommand({ deploymentId }),
  );
  const rollbackId = deploymentInfo?.rollbackInfo?.rollbackDeploymentId;
  expect.that('CodeDeploy names the rollback deployment', rollbackId !== undefined && rollbackId !== '');
  const digest = context.serving.get(production.name) ?? '';
  const after = await expectImageServing(context, production, digest);
  expect.equal('the traffic is back where it was', after.targetGroup, before.targetGroup);
  await expectProtected(context, production, digest);
}

/**
 * Brings the production traffic to green and causes the rollback.
 * @returns the deployment's id
 */
async function failAfterTrafficMoved(
  context: UploadsContext,
  release: PushedRelease,
  before: ServingGroup,
  cause: CauseRollback,
): Promise<string> {
  const { production } = context.application;
  const executionId = release.executions.get(production) ?? '';
  await approveIfAsked(context, production, executionId, release.digest);
  const deploymentId = await trafficMoved(context, production, executionId);
  const { targetGroup, deployments } = await servingGroup(production);
  context.expect.that('the traffic has moved to green', targetGroup !== before.targetGroup, targetGroup);
  context.expect.that('blue is still there', deployments === 2, `${deployments} task sets`);
  await cause(deploymentId);
  return deploymentId;
}

export function skipWithoutBlue({ application: { production } }: UploadsContext): string | undefined {
  const { blueGreenDeploymentConfiguration } = production.deploymentGroup;
  const wait = blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess;
  return wait?.terminationWaitTimeInMinutes
    ? undefined
    : `${production.name} ends blue at once, so there is nothing to go back to`;
}

export function skipWithoutAlarms(context: UploadsContext): string | undefined {
  const { name, deploymentGroup } = context.application.production;
  const { enabled = false, alarms = [] } = deploymentGroup.alarmConfiguration ?? {};
  return enabled && alarms.length > 0 ? skipWithoutBlue(context) : `${name} watches no alarm`;
}
