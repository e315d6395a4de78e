import type { Clock } from '@pipeline-factory/local-endpoint';
import type { DeploymentProgress } from '../pipeline/watch';
import { describeEcsService, type EcsPipeline } from './service';

/**
 * The events of the service that ECS itself deploys to.
 * @param clock earlier events than its present time are left out
 */
export function serviceEventProgress(clock: Clock): DeploymentProgress<EcsPipeline> {
  const begin = clock.now();
  return async ({ clients, name, service }) => {
    const { events = [] } = (await describeEcsService(clients, service)) ?? {};
    return [...events]
      .reverse()
      .filter(({ createdAt }) => createdAt && createdAt > begin)
      .map(({ id = '', message = '' }) => ({
        key: `${name} ${id}`,
        subject: service.service,
        text: shortened(message, service.service),
      }));
  };
}

/** An event without the name of its service, with target groups by name and tasks by the start of their ids. */
const shortened = (message: string, service: string): string =>
  message
    .replace(`(service ${service}) `, '')
    .replace(`(service ${service}, `, '(')
    .replace(/\(target-group arn:[^)]*:targetgroup\/([^/)]+)\/[^)]*\)/g, '(target-group $1)')
    .replace(/\(task ([0-9a-f]{8})[0-9a-f]{24}\)/g, '(task $1)');
