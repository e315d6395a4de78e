import type { ContainerDefinition, ContainerDependency } from '@aws-sdk/client-ecs';
import { AwsError } from '../../../kit/aws-error';

/**
 * Checks what containers wait for.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 * @throws AwsError `ClientException` where a container waits for one that is missing, for the health of one without a
 *   health check, for the end of an essential one, or in a circle
 */
export function checkDependencies(containers: readonly ContainerDefinition[]): void {
  for (const { name = '', dependsOn = [] } of containers)
    for (const dependency of dependsOn) check(name, dependency, containers);
  for (const container of containers) refuseCircle(container, containers, []);
}

function check(
  name: string,
  { containerName, condition }: ContainerDependency,
  containers: readonly ContainerDefinition[],
): void {
  const other = containers.find((container) => container.name === containerName);
  if (!other)
    throw clientException(
      `The container ${name} depends on the container ${containerName}, which is not defined.`,
    );
  if (condition === 'HEALTHY' && !other.healthCheck)
    throw clientException(
      `The container ${name} depends on the container ${containerName} with the HEALTHY condition, but ${containerName} has no health check.`,
    );
  if ((condition === 'SUCCESS' || condition === 'COMPLETE') && other.essential !== false)
    throw clientException(
      'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    );
}

function refuseCircle(
  { name = '', dependsOn = [] }: ContainerDefinition,
  containers: readonly ContainerDefinition[],
  waiting: readonly string[],
): void {
  if (waiting.includes(name))
    throw clientException(
      `The containers ${[...waiting, name].join(', ')} depend on each other in a circle.`,
    );
  for (const { containerName } of dependsOn) {
    const other = containers.find((container) => container.name === containerName);
    if (other) refuseCircle(other, containers, [...waiting, name]);
  }
}

const clientException = (message: string): AwsError => new AwsError('ClientException', message);
