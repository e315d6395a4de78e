import type { CreateClusterResponse, DescribeServicesResponse } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION, type SimulatedAccount } from '../simulated-account/simulated-account';
import type { ServiceRecord } from '../stores/ecs/model';
import type { CallAccount } from './call-account';
import type { PairedIds } from './paired-ids';
import { plantCodeDeploy } from './plant-codedeploy';
import { plantImages } from './plant-images';

/** Makes what a simulated account has of ECR, ECS and CodeDeploy; the tasks of services start in their time. */
export async function plantServices(
  simulated: SimulatedAccount,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  const { ecs } = simulated;
  if (!ecs) return;
  for (const { cluster } of Object.values(ecs.services)) await plantCluster(cluster, call, ids);
  await plantImages(simulated, call, ids);
  for (const revisions of Object.values(ecs.families))
    for (const { input, tags } of revisions)
      await call(
        ...(['ecs', 'RegisterTaskDefinition'] as const),
        ids.toOther({ ...input, ...(tags.length > 0 && { tags }) }),
      );
  const subnets = simulated.ec2.subnets.map(({ SubnetId }) => SubnetId);
  for (const service of Object.values(ecs.services))
    await call('ecs', 'CreateService', ids.toOther(serviceRequest(service, subnets)));
  await plantCodeDeploy(simulated, call, ids);
}

/** The ARN of a cluster names the account and the region, which every other one names, too. */
async function plantCluster(clusterName: string, call: CallAccount, ids: PairedIds): Promise<void> {
  const { cluster } = (await call('ecs', 'CreateCluster', { clusterName })) as CreateClusterResponse;
  const [, , , region = '', account = ''] = (cluster?.clusterArn ?? '').split(':');
  ids.pair(`${REGION}:${ACCOUNT}`, `${region}:${account}`);
  ids.pair(`iam::${ACCOUNT}`, `iam::${account}`);
  ids.pair(`${ACCOUNT}.dkr.ecr.${REGION}`, `${account}.dkr.ecr.${region}`);
}

function serviceRequest(
  { cluster, name, controller, desired, configuration, loadBalancer, deployments, taskSets }: ServiceRecord,
  subnets: readonly (string | undefined)[],
): object {
  const [serving] = [...deployments, ...taskSets.filter(({ isPrimary }) => isPrimary)];
  const { container, port, targetGroup } = loadBalancer;
  return {
    ...{ cluster, serviceName: name, desiredCount: desired, launchType: 'FARGATE' },
    ...{ taskDefinition: serving?.definition, deploymentController: { type: controller } },
    ...(controller === 'ECS' && { deploymentConfiguration: configuration }),
    loadBalancers: [{ containerName: container, containerPort: port, targetGroupArn: targetGroup }],
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [] } },
  };
}

/** Has the deployments and task sets of services, which AWS makes by itself, stand for those of the model. */
export async function pairServices(
  { ecs }: SimulatedAccount,
  call: CallAccount,
  ids: PairedIds,
): Promise<void> {
  for (const { cluster, name, deployments, taskSets } of Object.values(ecs?.services ?? {})) {
    const { services } = (await call('ecs', 'DescribeServices', {
      ...{ cluster, services: [name] },
    })) as DescribeServicesResponse;
    const its = services?.[0];
    for (const [at, { id }] of deployments.entries()) ids.pair(id, its?.deployments?.[at]?.id ?? '');
    for (const [at, { arn }] of taskSets.entries()) ids.pair(arn, its?.taskSets?.[at]?.taskSetArn ?? '');
  }
}
