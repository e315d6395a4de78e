import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { type Deployment, interrupt, isActive } from './deployment';
import { Interruption } from './interruption';
import { call, POLL_MILLISECONDS, type Run } from './run';

/** Looks at the group's alarms until the deployment ends, and interrupts it when one of them fires. */
export async function watchAlarms(run: Run): Promise<void> {
  const configuration = alarmsOf(run.deployment);
  if (!configuration?.enabled || !configuration.alarms?.length) return;
  while (isActive(run.deployment) && !run.signal.aborted) {
    const why = await look(run, configuration);
    if (why && !run.signal.aborted) return void interrupt(run.deployment, why);
    await run.serviceContext.clock.sleep(POLL_MILLISECONDS, run.signal);
  }
}

const alarmsOf = ({ info, group }: Deployment): AlarmConfiguration | undefined =>
  info.overrideAlarmConfiguration ?? group.alarmConfiguration;

async function look(run: Run, configuration: AlarmConfiguration): Promise<Interruption | undefined> {
  const names = (configuration.alarms ?? []).flatMap(({ name }) => (name ? [name] : []));
  const command = new DescribeAlarmsCommand({
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  try {
    const answer = await call(run, 'AmazonCloudWatch', () =>
      new CloudWatchClient(run.identity).send(command),
    );
    const alarms = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
    const active = alarms
      .filter(({ StateValue }) => StateValue === 'ALARM')
      .map(({ AlarmName }) => `<${AlarmName}>`);
    return active.length > 0 ? alarmActive(active) : undefined;
  } catch (error) {
    if (configuration.ignorePollAlarmFailure || run.signal.aborted) return undefined;
    return error instanceof Interruption
      ? error
      : new Interruption('INTERNAL_ERROR', (error as Error).message);
  }
}

const alarmActive = (names: readonly string[]): Interruption =>
  new Interruption(
    'ALARM_ACTIVE',
    'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, ' +
      `and the affected deployments have been stopped. Activated alarms: ${names.join(' ')}`,
    'Stopped',
    'DEPLOYMENT_STOP_ON_ALARM',
  );
