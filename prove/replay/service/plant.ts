import type { PairedIds } from '../../compare/paired-ids';
import { plant } from '../../compare/plant';
import { ACCOUNT, REGION } from '../../simulated-account/simulated-account';
import type { ServiceRecord } from '../../stores/ecs/model';
import type { EmptyAccount } from '../account';
import { plantCodeDeploy } from './code-deploy';
import { plantImages } from './images';

/** Makes what an account has in which nothing was released yet: images, task definitions, services that run, CodeDeploy. */
export async function plantService(account: EmptyAccount): Promise<PairedIds> {
  const { endpoint, call, empty } = account;
  const ids = await plant(empty, call);
  ids.pair(`:${REGION}:${ACCOUNT}:`, `:${endpoint.region}:${endpoint.account}:`);
  ids.pair(`${ACCOUNT}.dkr.ecr.${REGION}.`, `${endpoint.account}.dkr.ecr.${endpoint.region}.`);
  await plantImages(account, ids);
  const { families = {}, services = {} } = empty.ecs ?? {};
  for (const { input, tags } of Object.values(families).flat())
    await call('ecs', 'RegisterTaskDefinition', ids.toOther({ ...input, ...(tags.length > 0 && { tags }) }));
  for (const clusterName of new Set(Object.values(services).map(({ cluster }) => cluster)))
    await call('ecs', 'CreateCluster', { clusterName });
  for (const one of Object.values(services)) await plantOne(account, one, ids);
  if (empty.codeDeploy) await plantCodeDeploy(account, empty.codeDeploy, ids);
  return ids;
}

async function plantOne(
  { call, empty }: EmptyAccount,
  { cluster, name, controller, desired, configuration, loadBalancer, deployments, taskSets }: ServiceRecord,
  ids: PairedIds,
): Promise<void> {
  const request = {
    ...{ cluster, serviceName: name, desiredCount: desired, launchType: 'FARGATE' },
    taskDefinition: [...deployments, ...taskSets][0]?.definition,
    deploymentController: { type: controller },
    deploymentConfiguration: configuration,
    loadBalancers: [
      {
        ...{ containerName: loadBalancer.container, containerPort: loadBalancer.port },
        targetGroupArn: loadBalancer.targetGroup,
      },
    ],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: empty.ec2.subnets.map(({ SubnetId }) => SubnetId),
        securityGroups: [],
      },
    },
  };
  await call('ecs', 'CreateService', ids.toOther(request));
}
