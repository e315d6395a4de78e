import {
  CreateTaskSetCommand,
  DeleteTaskSetCommand,
  DescribeServicesCommand,
  ECSClient,
  type Service,
  type TaskSet,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import type { Side } from './deployment';
import { Interruption } from './interruption';
import { touch } from './lifecycle';
import { call, pause, POLL_MILLISECONDS, type Run } from './run';

const STEADY_MINUTES = 60;

/** The cluster and service of the deployment group, as ECS's inputs name them. */
const serviceOf = ({ deployment }: Run): { cluster: string; service: string } => {
  const [service] = deployment.group.ecsServices ?? [];
  return { cluster: service?.clusterName ?? '', service: service?.serviceName ?? '' };
};

/** @throws Interruption `INVALID_ECS_SERVICE` where CodeDeploy cannot release to the service */
export async function describeService(run: Run): Promise<Service> {
  const { cluster, service } = serviceOf(run);
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  const { services } = await call(run, 'AmazonECS', () => new ECSClient(run.identity).send(command));
  const [found] = services ?? [];
  if (!found || found.status !== 'ACTIVE')
    throw new Interruption(
      'INVALID_ECS_SERVICE',
      `The ECS service ${service} in the cluster ${cluster} is not active.`,
    );
  if (found.deploymentController?.type !== 'CODE_DEPLOY')
    throw new Interruption(
      'INVALID_ECS_SERVICE',
      `The deployment controller of the ECS service ${service} must be CODE_DEPLOY; got: ${found.deploymentController?.type}`,
    );
  book(run, found);
  return found;
}

/** The task set that serves. @throws Interruption `INVALID_ECS_SERVICE` where there is none */
export function primaryTaskSet({ serviceName, taskSets }: Service): TaskSet {
  const primary = taskSets?.find(({ status }) => status === 'PRIMARY');
  if (!primary)
    throw new Interruption('INVALID_ECS_SERVICE', `The ECS service ${serviceName} has no primary task set.`);
  return primary;
}

/** Creates green, as large as the service is to be. @returns its ARN */
export async function createGreen(run: Run, service: Service, targetGroupArn: string): Promise<string> {
  const { appSpec, info } = run.deployment;
  if (!appSpec) throw new Interruption('REVISION_MISSING', 'The deployment has no revision.');
  const { ContainerName, ContainerPort } = appSpec.LoadBalancerInfo;
  const network = appSpec.NetworkConfiguration?.AwsvpcConfiguration;
  const primary = primaryTaskSet(service);
  const strategy = appSpec.CapacityProviderStrategy?.map(({ Base, CapacityProvider, Weight }) => ({
    base: Base,
    capacityProvider: CapacityProvider,
    weight: Weight,
  }));
  const command = new CreateTaskSetCommand({
    ...serviceOf(run),
    taskDefinition: appSpec.TaskDefinition,
    externalId: info.deploymentId,
    clientToken: info.deploymentId,
    scale: { value: 100, unit: 'PERCENT' },
    loadBalancers: [{ targetGroupArn, containerName: ContainerName, containerPort: ContainerPort }],
    networkConfiguration: network
      ? {
          awsvpcConfiguration: {
            subnets: network.Subnets,
            securityGroups: network.SecurityGroups,
            assignPublicIp: network.AssignPublicIp,
          },
        }
      : primary.networkConfiguration,
    platformVersion: appSpec.PlatformVersion ?? primary.platformVersion,
    serviceRegistries: primary.serviceRegistries,
    ...(strategy ? { capacityProviderStrategy: strategy } : { launchType: primary.launchType }),
  });
  const { taskSet } = await call(run, 'AmazonECS', () => new ECSClient(run.identity).send(command));
  return taskSet?.taskSetArn ?? '';
}

/** @throws Interruption `TIMEOUT` after an hour; https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html */
export async function waitUntilSteady(run: Run, taskSetArn: string): Promise<void> {
  const deadline = run.serviceContext.clock.now().getTime() + STEADY_MINUTES * 60_000;
  while (run.serviceContext.clock.now().getTime() < deadline) {
    const service = await describeService(run);
    const green = service.taskSets?.find((taskSet) => taskSet.taskSetArn === taskSetArn);
    if (green?.stabilityStatus === 'STEADY_STATE' && green.runningCount === green.computedDesiredCount)
      return;
    await pause(run, POLL_MILLISECONDS);
  }
  throw new Interruption(
    'TIMEOUT',
    'The deployment timed out while waiting for the replacement task set to become healthy. ' +
      `This time out period is ${STEADY_MINUTES} minutes.`,
  );
}

/** Makes a task set the one that the service names as its own. */
export async function makePrimary(run: Run, taskSetArn: string): Promise<void> {
  const command = new UpdateServicePrimaryTaskSetCommand({ ...serviceOf(run), primaryTaskSet: taskSetArn });
  await call(run, 'AmazonECS', () => new ECSClient(run.identity).send(command));
  await describeService(run);
}

/** Ends a task set; its targets are deregistered with it. */
export async function deleteTaskSet(run: Run, taskSetArn: string): Promise<void> {
  const command = new DeleteTaskSetCommand({ ...serviceOf(run), taskSet: taskSetArn, force: true });
  await call(run, 'AmazonECS', () => new ECSClient(run.identity).send(command));
}

/** Writes the task sets into the deployment target, each with the traffic it is known to get. */
function book(run: Run, { taskSets }: Service): void {
  const { target, shift } = run.deployment;
  if (!shift) return;
  const before = new Map(target.taskSetsInfo?.map((info) => [info.identifer, info.trafficWeight]));
  target.taskSetsInfo = [shift.blue, shift.green].flatMap((side, index) => {
    const found = taskSets?.find(({ taskSetArn }) => taskSetArn && taskSetArn === side.taskSetArn);
    if (!found) return [];
    const isBlue = index === 0;
    return [
      {
        identifer: found.id,
        desiredCount: found.computedDesiredCount,
        pendingCount: found.pendingCount,
        runningCount: found.runningCount,
        status: found.status,
        trafficWeight: before.get(found.id) ?? (isBlue ? 100 : 0),
        targetGroup: { name: side.targetGroupName },
        taskSetLabel: isBlue ? ('Blue' as const) : ('Green' as const),
      },
    ];
  });
  touch(run);
}

/** Writes down how much of the production traffic green gets. */
export function bookTraffic(run: Run, green: number): void {
  for (const info of run.deployment.target.taskSetsInfo ?? [])
    info.trafficWeight = info.taskSetLabel === 'Green' ? green : 100 - green;
  touch(run);
}

/** Whether a side's task set is still there. */
export const isThere = ({ taskSets }: Service, side: Side | undefined): boolean =>
  Boolean(side?.taskSetArn && taskSets?.some(({ taskSetArn }) => taskSetArn === side.taskSetArn));
