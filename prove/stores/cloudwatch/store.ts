import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { Store } from '../store';

/** Alarms, whose states a case sets. */
export const cloudWatch: Store = { operations: { DescribeAlarms: describeAlarms } };

function describeAlarms(
  { cloudWatch: alarms }: SimulatedAccount,
  { AlarmNames = [] }: DescribeAlarmsInput,
): DescribeAlarmsOutput {
  const found = AlarmNames.filter((name) => name in alarms);
  return {
    MetricAlarms: found.map((AlarmName) => ({ AlarmName, StateValue: alarms[AlarmName] })),
    CompositeAlarms: [],
  };
}
