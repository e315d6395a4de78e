import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ActionFailure, type ActionJob } from '../provider';

/**
 * AWS documents that the action fails when an alarm goes to ALARM, and not what it does with one that is there already:
 * here it fails as well, before anything is changed.
 * @throws ActionFailure that names the alarms
 */
export async function requireNoAlarm(job: ActionJob, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const client = new CloudWatchClient({ ...(await job.identity()), region: job.region });
  const answer = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  const alarms = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
  const firing = alarms.filter(({ StateValue }) => StateValue === 'ALARM').map(({ AlarmName }) => AlarmName);
  if (firing.length > 0)
    throw new ActionFailure('JobFailed', `Alarms in the ALARM state: ${firing.join(', ')}.`);
}
