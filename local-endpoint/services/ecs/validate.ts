import type { LoadBalancer } from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOf } from '../../kit/client';
import { AwsError } from '../../kit/aws-error';
import type { Scope } from '../../kit/scope';
import type { EcsStore } from './store';
import { findTaskDefinition } from './tasks/task-definition';

/** ECS's error for a parameter with a wrong value. */
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

/**
 * Checks that traffic of load balancers can reach containers of a task definition.
 * @throws AwsError `InvalidParameterException` where a container, port or target group is missing
 */
export async function checkLoadBalancers(
  store: EcsStore,
  scope: Scope,
  taskDefinition: string | undefined,
  loadBalancers: readonly LoadBalancer[],
): Promise<void> {
  if (loadBalancers.length === 0 || !taskDefinition) return;
  const { containerDefinitions: containers = [] } = await findTaskDefinition(store, scope, taskDefinition);
  const client = clientOf(ElasticLoadBalancingV2Client, store.asService(scope));
  for (const { containerName, containerPort, targetGroupArn } of loadBalancers) {
    const container = containers.find(({ name }) => name === containerName);
    if (!container)
      throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      throw invalidParameter(
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      );
    if (targetGroupArn) await checkTargetGroup(client, targetGroupArn);
  }
}

async function checkTargetGroup(client: ElasticLoadBalancingV2Client, arn: string): Promise<void> {
  const { TargetGroups } = await client
    .send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }))
    .catch((error: Error) =>
      Promise.reject(invalidParameter(`Unable to describe target group ${arn}: ${error.message}`)),
    );
  if (!TargetGroups?.length) throw invalidParameter(`The target group ${arn} does not exist.`);
}
