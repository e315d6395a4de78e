import type { Service } from '@aws-sdk/client-ecs';
import type { DeploymentRecord, TrafficShift } from './deployment';
import {
  createGreen,
  removeTaskSet,
  describeService,
  makePrimary,
  primaryTaskSet,
  waitUntilSteady,
} from './ecs-service';
import { releaseFunction } from './function';
import { runHook } from './hooks';
import { DeploymentInterruption } from './interruption';
import { lifecycleEvent } from './lifecycle';
import { checkBehindListener, forwardTraffic, targetGroupArns } from './listeners';
import type { DeploymentRun } from './run';
import { shiftProduction } from './traffic';
import { waitForTermination, waitUntilReady } from './waits';

/**
 * Replaces blue by green, event by event; or moves the traffic of a function.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html#deployment-steps-what-happens
 */
export async function release(run: DeploymentRun): Promise<void> {
  if (run.deployment.functionSpec) return releaseFunction(run);
  await lifecycleEvent(run, 'BeforeInstall', () => runHook(run, 'BeforeInstall'));
  await lifecycleEvent(run, 'Install', () => install(run));
  await lifecycleEvent(run, 'AfterInstall', () => runHook(run, 'AfterInstall'));
  await lifecycleEvent(run, 'AllowTestTraffic', () => allowTestTraffic(run));
  await lifecycleEvent(run, 'AfterAllowTestTraffic', () => runHook(run, 'AfterAllowTestTraffic'));
  await waitUntilReady(run);
  await lifecycleEvent(run, 'BeforeAllowTraffic', () => runHook(run, 'BeforeAllowTraffic'));
  await lifecycleEvent(run, 'AllowTraffic', () => allowTraffic(run));
  await lifecycleEvent(run, 'AfterAllowTraffic', () => runHook(run, 'AfterAllowTraffic'));
  await waitForTermination(run);
  await endBlue(run);
}

async function install(run: DeploymentRun): Promise<void> {
  const service = await describeService(run);
  const primary = primaryTaskSet(service);
  const shift = await planShift(run, primary.taskSetArn, primary.loadBalancers?.[0]?.targetGroupArn);
  await checkBehindListener(run, shift, shift.productionListener);
  if (shift.testListener) await checkBehindListener(run, shift, shift.testListener);
  run.deployment.shift = shift;
  await removeLeftovers(run, shift, service);
  const taskSetArn = await createGreen(run, service, shift.green.targetGroupArn);
  shift.green = { ...shift.green, taskSetArn };
  await waitUntilSteady(run, taskSetArn);
}

/** Removes what a deployment left that was stopped without a rollback: its task set, and perhaps some traffic on it. */
async function removeLeftovers(
  run: DeploymentRun,
  shift: TrafficShift,
  { taskSets }: Service,
): Promise<void> {
  const left = (taskSets ?? []).flatMap(({ taskSetArn }) =>
    taskSetArn && taskSetArn !== shift.blue.taskSetArn ? [taskSetArn] : [],
  );
  if (left.length === 0) return;
  await forwardTraffic(run, shift, shift.productionListener, 0);
  for (const taskSetArn of left) await removeTaskSet(run, taskSetArn);
}

/** Blue is the target group of the task set that serves, green the other one of the pair. */
async function planShift(
  run: DeploymentRun,
  taskSetArn: string | undefined,
  blueArn: string | undefined,
): Promise<TrafficShift> {
  const [pair] = run.deployment.group.loadBalancerInfo?.targetGroupPairInfoList ?? [];
  const names = (pair?.targetGroups ?? []).map(({ name }) => name ?? '');
  const sides = (await targetGroupArns(run, names)).map((targetGroupArn, index) => ({
    targetGroupArn,
    targetGroupName: names[index] ?? '',
  }));
  const blue = sides.find(({ targetGroupArn }) => targetGroupArn === blueArn);
  const green = sides.find(({ targetGroupArn }) => targetGroupArn !== blueArn);
  if (!blue || !green?.targetGroupArn)
    throw new DeploymentInterruption(
      'INVALID_ECS_SERVICE',
      `The target group of the primary task set, ${blueArn ?? 'none'}, must be one of the deployment group's: ${names.join(', ')}`,
    );
  return {
    blue: { ...blue, taskSetArn },
    green,
    productionListener: pair?.prodTrafficRoute?.listenerArns?.[0] ?? '',
    testListener: pair?.testTrafficRoute?.listenerArns?.[0],
  };
}

async function allowTestTraffic(run: DeploymentRun): Promise<void> {
  const shift = shiftOf(run.deployment);
  if (shift.testListener) await forwardTraffic(run, shift, shift.testListener, 100);
}

async function allowTraffic(run: DeploymentRun): Promise<void> {
  const shift = shiftOf(run.deployment);
  await shiftProduction(run, shift);
  await makePrimary(run, shift.green.taskSetArn ?? '');
}

async function endBlue(run: DeploymentRun): Promise<void> {
  const { blue } = shiftOf(run.deployment);
  run.deployment.ending = true;
  if (blue.taskSetArn) await removeTaskSet(run, blue.taskSetArn);
}

function shiftOf({ shift, info }: DeploymentRecord): TrafficShift {
  if (!shift) throw new Error(`deployment ${info.deploymentId} moves traffic before Install`);
  return shift;
}
