import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { type DeploymentRecord, interruptDeployment, isActive } from './deployment';
import { DeploymentInterruption } from './interruption';
import { type DeploymentRun, POLL_MILLISECONDS } from './run';
import { callAsServiceRole } from './service-role-call';

/** Reads the group's alarms until the deployment ends, and interrupts it when one of them fires. */
export async function watchGroupAlarms(run: DeploymentRun): Promise<void> {
  const configuration = alarmsOf(run.deployment);
  if (!configuration?.enabled || !configuration.alarms?.length) return;
  while (isActive(run.deployment) && !run.signal.aborted) {
    const reason = await readAlarms(run, configuration);
    if (reason && !run.signal.aborted) return void interruptDeployment(run.deployment, reason);
    await run.serviceContext.clock.sleep(POLL_MILLISECONDS, run.signal);
  }
}

const alarmsOf = ({ info, group }: DeploymentRecord): AlarmConfiguration | undefined =>
  info.overrideAlarmConfiguration ?? group.alarmConfiguration;

/** @returns why the deployment has to end, where an alarm is active or cannot be read */
async function readAlarms(
  run: DeploymentRun,
  configuration: AlarmConfiguration,
): Promise<DeploymentInterruption | undefined> {
  const names = (configuration.alarms ?? []).flatMap(({ name }) => (name ? [name] : []));
  const command = new DescribeAlarmsCommand({
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  try {
    const answer = await callAsServiceRole(run, 'AmazonCloudWatch', () =>
      new CloudWatchClient(run.identity).send(command),
    );
    const alarms = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
    const active = alarms
      .filter(({ StateValue }) => StateValue === 'ALARM')
      .map(({ AlarmName }) => `<${AlarmName}>`);
    return active.length > 0 ? alarmActive(active) : undefined;
  } catch (error) {
    if (configuration.ignorePollAlarmFailure || run.signal.aborted) return undefined;
    return error instanceof DeploymentInterruption
      ? error
      : new DeploymentInterruption('INTERNAL_ERROR', (error as Error).message);
  }
}

const alarmActive = (names: readonly string[]): DeploymentInterruption =>
  new DeploymentInterruption(
    'ALARM_ACTIVE',
    'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, ' +
      `and the affected deployments have been stopped. Activated alarms: ${names.join(' ')}`,
    'Stopped',
    'DEPLOYMENT_STOP_ON_ALARM',
  );
