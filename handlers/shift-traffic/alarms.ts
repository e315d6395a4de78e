import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ConfigurationError } from '../errors';

/** Alarms that are described at once, which is more than a config may name. */
const MAX_ALARMS = 100;

/** An alarm that is in ALARM. */
export interface RaisedAlarm {
  /** Its place in the settings. */
  readonly at: number;
  /** Its name, and why. */
  readonly text: string;
}

/**
 * The alarms that are in ALARM; one without data is none. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 * @throws ConfigurationError where one does not exist
 */
export async function raisedAlarms(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<RaisedAlarm[]> {
  if (names.length === 0) return [];
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: MAX_ALARMS,
    }),
  );
  const alarms = [...MetricAlarms, ...CompositeAlarms];
  const missing = names.find((name) => !alarms.some(({ AlarmName }) => AlarmName === name));
  if (missing !== undefined)
    throw new ConfigurationError(`deploy.alarms must name alarms that exist, got: ${missing}`);
  return alarms
    .filter(({ StateValue }) => StateValue === 'ALARM')
    .map(({ AlarmName = '', StateReason }) => ({
      at: names.indexOf(AlarmName),
      text: StateReason ? `${AlarmName} (${StateReason})` : AlarmName,
    }));
}
