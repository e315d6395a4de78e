import type {
  BatchGetDeploymentsOutput,
  DeploymentInfo,
  ListDeploymentsOutput,
} from '@aws-sdk/client-codedeploy';
import type { DescribeImagesResponse } from '@aws-sdk/client-ecr';
import type { DescribeServicesResponse, Service } from '@aws-sdk/client-ecs';
import { NAME, REPOSITORY } from '../../ecs-service/names';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import type { CodeDeployment } from '../../stores/codedeploy/model';
import type { ServiceRecord } from '../../stores/ecs/model';
import type { PlantedAccount } from '../account';
import type { OwnReader } from '../replayed-kind';
import { revisionReader } from './revisions';

/** Reads the pipeline's service, revisions and images; those of others, and deployments, with a whole reading only. */
export function serviceReader(account: PlantedAccount): OwnReader {
  const readRevisions = revisionReader(account);
  const served = new Map<string, string[]>();
  return {
    read: async (simulated, isWhole) => {
      const isRead = (name: string) => isWhole || name === NAME || name === REPOSITORY;
      const { services = {}, families = {} } = simulated.ecs ?? {};
      for (const [key, planted] of Object.entries(services)) {
        if (!isRead(planted.name)) continue;
        const now = await readService(account, planted);
        served.set(key, [...withServing(served.get(key) ?? [], now)]);
        services[key] = { ...now, served: served.get(key) ?? [] };
      }
      for (const family of Object.keys(families).filter(isRead))
        families[family] = await readRevisions(family);
      for (const repository of Object.keys(simulated.ecr ?? {}).filter(isRead))
        await readTags(account, simulated, repository);
      if (isWhole) await readDeployments(account, simulated);
    },
    recordsOf: ({ ecs, ecr = {} }) => [ecs?.services ?? {}, ecs?.families ?? {}, ecr],
  };
}

/** What serves is added once it is all that is left. */
function withServing(served: readonly string[], { deployments, taskSets }: ServiceRecord): readonly string[] {
  const [one, ...others] = [...deployments, ...taskSets];
  const isDeploying = one === undefined || others.length > 0 || ('state' in one && one.state !== 'COMPLETED');
  return isDeploying || served.at(-1) === one.definition ? served : [...served, one.definition];
}

async function readService({ call }: PlantedAccount, planted: ServiceRecord): Promise<ServiceRecord> {
  const { cluster, name } = planted;
  const input = { cluster, services: [name] };
  const { services = [] } = (await call('ecs', 'DescribeServices', input)) as DescribeServicesResponse;
  const [found = {}] = services;
  const deployments = planted.controller === 'ECS' ? (found.deployments ?? []) : [];
  return {
    ...planted,
    deployments: deployments.map((one) => ({
      ...{ id: one.id ?? '', definition: one.taskDefinition ?? '', failed: one.failedTasks ?? 0 },
      createdAt: one.createdAt?.getTime() ?? 0,
      ...{ state: one.rolloutState ?? 'IN_PROGRESS', reason: one.rolloutStateReason ?? '' },
    })),
    taskSets: (found.taskSets ?? []).map((one) => ({
      ...{ id: one.id ?? '', arn: one.taskSetArn ?? '', externalId: one.externalId ?? '' },
      ...{ definition: one.taskDefinition ?? '', isPrimary: one.status === 'PRIMARY' },
      targetGroup: one.loadBalancers?.[0]?.targetGroupArn ?? '',
    })),
    tasks: tasksOf(found),
  };
}

/** As many as run; nobody asks which. */
const tasksOf = ({ runningCount = 0, deployments = [], taskSets = [] }: Service): ServiceRecord['tasks'] => {
  const owner = [...deployments, ...taskSets].find(({ status }) => status === 'PRIMARY')?.id ?? '';
  return Array.from({ length: runningCount }, (_, at) => ({
    ...{ id: `task-${at}`, startedBy: owner, state: 'RUNNING' as const, due: 0 },
  }));
};

/** The images are those that were planted. */
async function readTags(
  { call, ids }: PlantedAccount,
  { ecr }: SimulatedAccount,
  repositoryName: string,
): Promise<void> {
  const images = ecr?.[repositoryName] ?? {};
  const { imageDetails = [] } = (await call('ecr', 'DescribeImages', {
    repositoryName,
  })) as DescribeImagesResponse;
  for (const { tags } of Object.values(images)) tags.length = 0;
  for (const { imageDigest = '', imageTags = [] } of imageDetails)
    images[ids.toModel(imageDigest)]?.tags.push(...[...imageTags].sort());
}

async function readDeployments({ call }: PlantedAccount, { codeDeploy }: SimulatedAccount): Promise<void> {
  if (!codeDeploy) return;
  const { deployments: deploymentIds = [] } = (await call('codedeploy', 'ListDeployments', {
    ...{ applicationName: codeDeploy.name, deploymentGroupName: codeDeploy.name },
  })) as ListDeploymentsOutput;
  if (deploymentIds.length === 0) return;
  const { deploymentsInfo = [] } = (await call('codedeploy', 'BatchGetDeployments', {
    deploymentIds,
  })) as BatchGetDeploymentsOutput;
  codeDeploy.deployments.splice(0, Infinity, ...deploymentsInfo.map(deploymentOf).reverse());
}

const deploymentOf = ({
  deploymentId = '',
  creator,
  status,
  createTime,
}: DeploymentInfo): CodeDeployment => ({
  ...{ id: deploymentId, definition: '', createdAt: createTime?.getTime() ?? 0 },
  creator: creator === 'codeDeployRollback' ? creator : 'user',
  status: status === 'Succeeded' || status === 'Failed' || status === 'Stopped' ? status : 'InProgress',
});
