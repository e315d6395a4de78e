import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { ReleaseClients } from '../clients';
import type { LoggedAction, LogReader } from './log';

/**
 * What ECS reports of the service since the action began. ECS keeps the last hundred events.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html
 */
export function readServiceEvents(
  { configuration, started, ended }: LoggedAction,
  { ecs }: ReleaseClients,
): LogReader {
  const shown = new Set<string>();
  const { ClusterName: cluster, ServiceName = '' } = configuration;
  return async () => {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster, services: [ServiceName] }),
    );
    return (services[0]?.events ?? [])
      .filter(({ createdAt }) => createdAt && isBetween(createdAt, started, ended))
      .filter(({ id = '' }) => !shown.has(id) && shown.add(id))
      .map(({ createdAt, message = '' }) => ({ time: createdAt, text: message }))
      .reverse();
  };
}

const isBetween = (time: Date, first = time, last = time): boolean => time >= first && time <= last;
