import type {
  Deployment,
  DescribeServicesRequest,
  DescribeServicesResponse,
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListTasksRequest,
  ListTasksResponse,
  Service,
  TaskSet,
} from '@aws-sdk/client-ecs';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { arnWithin, findService, serviceArn, serviceOf } from './find';
import type { DeploymentRecord, ServiceRecord, TaskSetRecord } from './model';
import { isHealthy, liveTasks, ownersOf } from './tasks';

export function describeServices(
  simulated: SimulatedAccount,
  { cluster, services = [] }: DescribeServicesRequest,
): DescribeServicesResponse {
  const found = services.map((name) => [name, findService(simulated, cluster, name)] as const);
  return {
    services: found.flatMap(([, service]) => (service ? describeService(simulated, service) : [])),
    failures: found.flatMap(([arn, service]) => (service ? [] : { arn, reason: 'MISSING' })),
  };
}

/** As ECS describes it. */
export function describeService(simulated: SimulatedAccount, service: ServiceRecord): Service {
  const { container, port, targetGroup } = service.loadBalancer;
  const primary = service.taskSets.find(({ isPrimary }) => isPrimary);
  return {
    ...{ serviceName: service.name, serviceArn: serviceArn(service), status: 'ACTIVE' },
    deploymentController: { type: service.controller },
    taskDefinition: service.deployments[0]?.definition ?? primary?.definition,
    loadBalancers: [{ containerName: container, containerPort: port, targetGroupArn: targetGroup }],
    desiredCount: service.desired,
    runningCount: service.tasks.filter(({ state }) => state === 'RUNNING').length,
    deployments: service.deployments.map((one, at) => describeDeployment(service, one, at)),
    taskSets: service.taskSets.map((one) => describeTaskSet(simulated, service, one)),
  };
}

const describeDeployment = (
  service: ServiceRecord,
  { id, definition, createdAt, state, reason, failed }: DeploymentRecord,
  at: number,
): Deployment => ({
  ...{ id, status: at === 0 ? 'PRIMARY' : 'ACTIVE', taskDefinition: definition },
  ...{ rolloutState: state, rolloutStateReason: reason, failedTasks: failed },
  createdAt: new Date(createdAt),
  runningCount: service.tasks.filter((one) => one.startedBy === id && one.state === 'RUNNING').length,
});

/** Steady where all of its tasks are healthy. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html */
function describeTaskSet(
  simulated: SimulatedAccount,
  service: ServiceRecord,
  taskSet: TaskSetRecord,
): TaskSet {
  const live = liveTasks(service, taskSet);
  const [owner] = ownersOf(service).filter(({ id }) => id === taskSet.id);
  const healthy = live.filter((task) => owner && isHealthy(simulated, owner, task)).length;
  return {
    ...{ id: taskSet.id, taskSetArn: taskSet.arn, externalId: taskSet.externalId },
    ...{ status: taskSet.isPrimary ? 'PRIMARY' : 'ACTIVE', taskDefinition: taskSet.definition },
    ...{ computedDesiredCount: service.desired, launchType: 'FARGATE' },
    runningCount: live.filter(({ state }) => state === 'RUNNING').length,
    stabilityStatus: healthy === service.desired ? 'STEADY_STATE' : 'STABILIZING',
    loadBalancers: [{ targetGroupArn: taskSet.targetGroup }],
  };
}

export function listTasks(
  simulated: SimulatedAccount,
  { cluster, serviceName }: ListTasksRequest,
): ListTasksResponse {
  const service = serviceOf(simulated, cluster, serviceName);
  return { taskArns: service.tasks.map(({ id }) => arnWithin(service, 'task', id)) };
}

export function describeTasks(
  simulated: SimulatedAccount,
  { cluster, tasks = [] }: DescribeTasksRequest,
): DescribeTasksResponse {
  const services = Object.values(simulated.ecs?.services ?? {}).filter((one) => one.cluster === cluster);
  return {
    tasks: services.flatMap((service) =>
      service.tasks
        .map(({ id, startedBy, state }) => ({
          ...{ taskArn: arnWithin(service, 'task', id), startedBy },
          lastStatus: state === 'STOPPING' ? 'DEACTIVATING' : state,
        }))
        .filter(({ taskArn }) => tasks.includes(taskArn)),
    ),
  };
}
