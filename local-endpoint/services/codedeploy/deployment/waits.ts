import type { DeploymentWaitType } from '@aws-sdk/client-codedeploy';
import { overview } from './deployment';
import { raiseStateChange } from './events';
import { Interruption } from './interruption';
import type { Run } from './run';

/**
 * Waits for somebody to let the traffic move, where the group asks for that.
 * @throws Interruption when nobody does in time
 */
export async function waitUntilReady(run: Run): Promise<void> {
  const option = run.deployment.group.blueGreenDeploymentConfiguration?.deploymentReadyOption;
  if (option?.actionOnTimeout !== 'STOP_DEPLOYMENT') return;
  const minutes = option.waitTimeInMinutes ?? 0;
  const { info, target } = run.deployment;
  Object.assign(info, { status: 'Ready', deploymentOverview: overview('Ready') });
  target.status = 'Ready';
  raiseStateChange(run, 'READY');
  const inTime = await waitAtMost(run, 'READY_WAIT', minutes);
  if (!inTime)
    throw new Interruption(
      'TIMEOUT',
      `The deployment timed out while waiting for a notification to continue. This time out period is ${minutes} minutes.`,
      'Stopped',
    );
  Object.assign(info, { status: 'InProgress', deploymentOverview: overview('InProgress') });
  target.status = 'InProgress';
}

/** Keeps blue for the time the group gives, or until somebody says that it need not be kept. */
export async function waitForTermination(run: Run): Promise<void> {
  const { blueGreenDeploymentConfiguration: configuration } = run.deployment.group;
  const minutes = configuration?.terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0;
  run.deployment.info.instanceTerminationWaitTimeStarted = true;
  if (minutes) await waitAtMost(run, 'TERMINATION_WAIT', minutes);
}

/** @returns whether somebody continued the deployment before the time was over */
async function waitAtMost(run: Run, type: DeploymentWaitType, minutes: number): Promise<boolean> {
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
