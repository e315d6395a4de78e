import type { DeploymentWaitType } from '@aws-sdk/client-codedeploy';
import { overview } from './deployment';
import { emitStateChange } from './events';
import { DeploymentInterruption } from './interruption';
import type { DeploymentRun } from './run';

/**
 * Waits for ContinueDeployment before the traffic moves, where the group asks for that.
 * @throws DeploymentInterruption where it is not called in time
 */
export async function waitUntilReady(run: DeploymentRun): Promise<void> {
  const option = run.deployment.group.blueGreenDeploymentConfiguration?.deploymentReadyOption;
  if (option?.actionOnTimeout !== 'STOP_DEPLOYMENT') return;
  const minutes = option.waitTimeInMinutes ?? 0;
  const { info, target } = run.deployment;
  Object.assign(info, { status: 'Ready', deploymentOverview: overview('Ready') });
  target.status = 'Ready';
  emitStateChange(run, 'READY');
  const inTime = await waitAtMost(run, 'READY_WAIT', minutes);
  if (!inTime)
    throw new DeploymentInterruption(
      'TIMEOUT',
      `The deployment timed out while waiting for a notification to continue. This time out period is ${minutes} minutes.`,
      'Stopped',
    );
  Object.assign(info, { status: 'InProgress', deploymentOverview: overview('InProgress') });
  target.status = 'InProgress';
}

/** Keeps blue for the group's termination wait, or until ContinueDeployment ends that wait. */
export async function waitForTermination(run: DeploymentRun): Promise<void> {
  const { blueGreenDeploymentConfiguration: configuration } = run.deployment.group;
  const minutes = configuration?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0;
  run.deployment.info.instanceTerminationWaitTimeStarted = true;
  if (minutes) await waitAtMost(run, 'TERMINATION_WAIT', minutes);
}

/** @returns whether ContinueDeployment ended the wait before its time */
async function waitAtMost(run: DeploymentRun, type: DeploymentWaitType, minutes: number): Promise<boolean> {
  const over = new AbortController();
  let continued = false;
  run.deployment.waiting = {
    type,
    continue: () => {
      continued = true;
      over.abort();
    },
  };
  await run.serviceContext.clock.sleep(minutes * 60_000, AbortSignal.any([run.signal, over.signal]));
  delete run.deployment.waiting;
  run.signal.throwIfAborted();
  return continued;
}
