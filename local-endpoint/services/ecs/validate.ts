import { DescribeTaskDefinitionCommand, ECSClient, type LoadBalancer } from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import type { EcsStore } from './store';

/** An error of ECS about what it was told. */
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

/**
 * Checks that traffic of a load balancer can reach a task definition's container.
 * @throws AwsError `InvalidParameterException` where container, port or load balancer is missing
 */
export async function checkLoadBalancers(
  store: EcsStore,
  { caller, region }: CallContext,
  taskDefinition: string | undefined,
  loadBalancers: readonly LoadBalancer[],
): Promise<void> {
  if (loadBalancers.length === 0 || !taskDefinition) return;
  const as = store.context.aws.asService(caller.accountId, region);
  const described = await new ECSClient(as)
    .send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    .catch((error: Error) => Promise.reject(new AwsError('ClientException', error.message)));
  const containers = described.taskDefinition?.containerDefinitions ?? [];
  for (const { containerName, containerPort, targetGroupArn } of loadBalancers) {
    const container = containers.find(({ name }) => name === containerName);
    if (!container)
      throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      throw invalidParameter(
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      );
    if (targetGroupArn) await checkTargetGroup(new ElasticLoadBalancingV2Client(as), targetGroupArn);
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
