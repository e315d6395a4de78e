import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { LocalRollingService, EcsStore } from '../store';
import { clientOf } from '../../../kit/client';
import { primaryOf } from './deployment';
import type { LocalDeployment } from './model';
import { failDeployment } from './fail';
import { schedule } from './scheduler';

/** How often alarms are read. */
const POLL_MILLISECONDS = 5_000;

/**
 * Reads the service's alarms while a deployment is in progress, and fails it when one of them fires. They are ignored for
 * this deployment where one of them is active already when it starts: the deployment may be what fixes it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export async function watchServiceAlarms(
  store: EcsStore,
  service: LocalRollingService,
  deployment: LocalDeployment,
): Promise<void> {
  const { alarms } = service.settings.deploymentConfiguration;
  if (!alarms?.enable || !alarms.alarmNames?.length) return;
  const signal = AbortSignal.any([service.gone.signal, store.context.closing]);
  if (await isAnyActive(store, service, alarms.alarmNames)) return;
  for (;;) {
    await store.context.clock.sleep(POLL_MILLISECONDS, signal);
    if (signal.aborted || !isInProgress(service, deployment)) return;
    const active = await isAnyActive(store, service, alarms.alarmNames);
    if (!isInProgress(service, deployment)) return;
    if (active) {
      failDeployment(store, service, deployment, 'alarm');
      return schedule(store, service);
    }
  }
}

const isInProgress = (service: LocalRollingService, deployment: LocalDeployment): boolean =>
  deployment === primaryOf(service) && deployment.rolloutState === 'IN_PROGRESS';

async function isAnyActive(store: EcsStore, service: LocalRollingService, names: string[]): Promise<boolean> {
  const client = clientOf(CloudWatchClient, store.asService(service));
  const command = new DescribeAlarmsCommand({
    AlarmNames: names,
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(command);
  return [...MetricAlarms, ...CompositeAlarms].some(({ StateValue }) => StateValue === 'ALARM');
}
