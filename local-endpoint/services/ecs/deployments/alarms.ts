import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { RollingService, EcsStore } from '../store';
import { primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { fail } from './fail';
import { schedule } from './scheduler';

/** How often alarms are looked at. */
const LOOK_EVERY_MILLISECONDS = 5_000;

/**
 * Looks at the service's alarms while a deployment is under way, and fails it when one of them fires. Alarms are left
 * alone for this deployment where one of them is on already when it starts: it may be what puts it right.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export async function watchAlarms(
  store: EcsStore,
  service: RollingService,
  deployment: LocalDeployment,
): Promise<void> {
  const { alarms } = service.settings.deploymentConfiguration;
  if (!alarms?.enable || !alarms.alarmNames?.length) return;
  const signal = AbortSignal.any([service.gone.signal, store.context.closing]);
  if (await isOn(store, service, alarms.alarmNames)) return;
  for (;;) {
    await store.context.clock.sleep(LOOK_EVERY_MILLISECONDS, signal);
    if (signal.aborted || !isUnderWay(service, deployment)) return;
    const on = await isOn(store, service, alarms.alarmNames);
    if (!isUnderWay(service, deployment)) return;
    if (on) {
      fail(store, service, deployment, 'alarm');
      return schedule(store, service);
    }
  }
}

const isUnderWay = (service: RollingService, deployment: LocalDeployment): boolean =>
  deployment === primaryOf(service) && deployment.rolloutState === 'IN_PROGRESS';

async function isOn(
  { context: serviceContext }: EcsStore,
  { account, region }: RollingService,
  names: string[],
): Promise<boolean> {
  const client = new CloudWatchClient(serviceContext.aws.asService(account, region));
  const command = new DescribeAlarmsCommand({
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(command);
  return [...MetricAlarms, ...CompositeAlarms].some(({ StateValue }) => StateValue === 'ALARM');
}
