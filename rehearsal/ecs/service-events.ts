import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import type { Clock } from '@pipeline-factory/local-endpoint';
import type { DeploymentSteps } from '../pipeline/watch';
import { lifecycleSteps } from './lifecycle';
import type { CommitPipeline } from '../ecs-from-commits/deployed-pipeline';

/**
 * What ECS, or CodeDeploy, tells of a deployment while it goes on.
 * @param clock what happened before now is not told
 */
export function deploymentSteps(clock: Clock): DeploymentSteps<CommitPipeline> {
  const begin = clock.now();
  return async (pipeline, executionId) => {
    if (pipeline.deployer === 'CodeDeploy') return lifecycleSteps(pipeline, executionId);
    const { cluster, service } = pipeline.service;
    const { services } = await pipeline.clients.ecs.send(
      new DescribeServicesCommand({ cluster, services: [service] }),
    );
    return [...(services?.[0]?.events ?? [])]
      .reverse()
      .filter(({ createdAt }) => createdAt && createdAt > begin)
      .map(({ id = '', message = '' }) => ({
        key: `${pipeline.name} ${id}`,
        place: service,
        text: inShort(message, service),
      }));
  };
}

/** An event without what the line says already, target groups by name, and tasks by the start of their ids. */
const inShort = (message: string, service: string): string =>
  message
    .replace(`(service ${service}) `, '')
    .replace(`(service ${service}, `, '(')
    .replace(/\(target-group arn:[^)]*:targetgroup\/([^/)]+)\/[^)]*\)/g, '(target-group $1)')
    .replace(/\(task ([0-9a-f]{8})[0-9a-f]{24}\)/g, '(task $1)');
