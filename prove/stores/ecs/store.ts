import type {
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { earliest, ServiceError, type Store } from '../store';
import { describeService, describeServices, describeTasks, listTasks } from './describe';
import { describeRevision, ecsOf, findRevision, serviceOf } from './find';
import type { ServiceRecord } from './model';
import { beginDeployment, countFailure, settleRolling } from './rolling';
import {
  createTaskSet,
  deleteTaskSet,
  retryTaskSet,
  settleTaskSets,
  updateServicePrimaryTaskSet,
} from './task-sets';
import { settleTasks } from './tasks';

/** ECS: revisions of task definitions, and services whose tasks ECS itself replaces, or CodeDeploy. */
export const ecs: Store = {
  operations: {
    CreateTaskSet: createTaskSet,
    DeleteTaskSet: deleteTaskSet,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ListTasks: listTasks,
    RegisterTaskDefinition: registerTaskDefinition,
    UpdateService: updateService,
    UpdateServicePrimaryTaskSet: updateServicePrimaryTaskSet,
  },
  settle: (simulated) =>
    Object.values(simulated.ecs?.services ?? {})
      .map((service) => settle(simulated, service))
      .some(Boolean),
  nextDue: ({ ecs: state, now }) =>
    earliest(
      Object.values(state?.services ?? {})
        .flatMap(timesOf)
        .filter((time) => time > now),
    ),
};

function describeTaskDefinition(
  simulated: SimulatedAccount,
  { taskDefinition, include = [] }: DescribeTaskDefinitionRequest,
): DescribeTaskDefinitionResponse {
  const found = findRevision(simulated, taskDefinition);
  const tags = include.includes('TAGS') ? structuredClone(found.record.tags) : [];
  return { taskDefinition: describeRevision(found), tags: [...tags] };
}

function registerTaskDefinition(
  simulated: SimulatedAccount,
  { tags = [], ...input }: RegisterTaskDefinitionRequest,
): RegisterTaskDefinitionResponse {
  const { families } = ecsOf(simulated);
  const { family = '' } = input;
  const revisions = (families[family] ??= []);
  revisions.push({ input: structuredClone(input), tags: structuredClone(tags), registeredAt: simulated.now });
  return { taskDefinition: describeRevision(findRevision(simulated, family)) };
}

/** Another revision starts a deployment. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
function updateService(
  simulated: SimulatedAccount,
  { cluster, service: name, taskDefinition }: UpdateServiceRequest,
): UpdateServiceResponse {
  const service = serviceOf(simulated, cluster, name);
  if (service.controller !== 'ECS')
    throw new ServiceError(
      'InvalidParameterException',
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller.',
    );
  const { arn } = findRevision(simulated, taskDefinition);
  if (service.deployments[0]?.definition !== arn) beginDeployment(simulated, service, arn);
  return { service: describeService(simulated, service) };
}

function settle(simulated: SimulatedAccount, service: ServiceRecord): boolean {
  const hasTasks = settleTasks(simulated, service, (owner) => {
    countFailure(simulated, service, owner);
    retryTaskSet(simulated, service, owner);
  });
  const hasSets = settleTaskSets(simulated, service);
  return settleRolling(simulated, service) || hasSets || hasTasks;
}

/** When something happens; when targets get healthy the load balancer knows. */
const timesOf = ({ tasks, deployments, taskSets }: ServiceRecord): number[] => [
  ...tasks.flatMap(({ state, due }) => (state === 'RUNNING' ? [] : due)),
  ...deployments.flatMap(({ retryAt, bakedAt }) => [retryAt ?? 0, bakedAt ?? 0]),
  ...taskSets.map(({ retryAt = 0 }) => retryAt),
];
