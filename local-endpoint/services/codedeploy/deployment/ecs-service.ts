import {
  CreateTaskSetCommand,
  DeleteTaskSetCommand,
  DescribeServicesCommand,
  ECSClient,
  type Service,
  type TaskSet,
  UpdateServicePrimaryTaskSetCommand,
} from '@aws-sdk/client-ecs';
import type { TrafficSide } from './deployment';
import { DeploymentInterruption } from './interruption';
import { markUpdated } from './lifecycle';
import { type DeploymentRun, pause, POLL_MILLISECONDS } from './run';
import { callAsServiceRole } from './service-role-call';

const MAX_STEADY_MINUTES = 60;

/** The cluster and service of the deployment group, as ECS's inputs name them. */
const serviceOf = ({ deployment }: DeploymentRun): { cluster: string; service: string } => {
  const [service] = deployment.group.ecsServices ?? [];
  return { cluster: service?.clusterName ?? '', service: service?.serviceName ?? '' };
};

/**
 * Reads the service, and records its task sets in the deployment target.
 * @throws DeploymentInterruption `INVALID_ECS_SERVICE` where CodeDeploy cannot release to the service
 */
export async function describeService(run: DeploymentRun): Promise<Service> {
  const { cluster, service } = serviceOf(run);
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  const { services } = await callAsServiceRole(run, 'AmazonECS', () =>
    new ECSClient(run.identity).send(command),
  );
  const [found] = services ?? [];
  if (!found || found.status !== 'ACTIVE')
    throw new DeploymentInterruption(
      'INVALID_ECS_SERVICE',
      `The ECS service ${service} in the cluster ${cluster} is not active.`,
    );
  if (found.deploymentController?.type !== 'CODE_DEPLOY')
    throw new DeploymentInterruption(
      'INVALID_ECS_SERVICE',
      `The deployment controller of the ECS service ${service} must be CODE_DEPLOY; got: ${found.deploymentController?.type}`,
    );
  recordTaskSets(run, found);
  return found;
}

/** The task set that serves. @throws DeploymentInterruption `INVALID_ECS_SERVICE` where there is none */
export function primaryTaskSet({ serviceName, taskSets }: Service): TaskSet {
  const primary = taskSets?.find(({ status }) => status === 'PRIMARY');
  if (!primary)
    throw new DeploymentInterruption(
      'INVALID_ECS_SERVICE',
      `The ECS service ${serviceName} has no primary task set.`,
    );
  return primary;
}

/** Creates green with all of the service's desired count. @returns its ARN */
export async function createGreen(
  run: DeploymentRun,
  service: Service,
  targetGroupArn: string,
): Promise<string> {
  const { appSpec, info } = run.deployment;
  if (!appSpec) throw new DeploymentInterruption('REVISION_MISSING', 'The deployment has no revision.');
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
  const { taskSet } = await callAsServiceRole(run, 'AmazonECS', () =>
    new ECSClient(run.identity).send(command),
  );
  return taskSet?.taskSetArn ?? '';
}

/**
 * Waits until all tasks of a task set run and are healthy.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html
 * @throws DeploymentInterruption `TIMEOUT` after an hour
 */
export async function waitUntilSteady(run: DeploymentRun, taskSetArn: string): Promise<void> {
  const deadline = run.serviceContext.clock.now().getTime() + MAX_STEADY_MINUTES * 60_000;
  while (run.serviceContext.clock.now().getTime() < deadline) {
    const service = await describeService(run);
    const green = service.taskSets?.find((taskSet) => taskSet.taskSetArn === taskSetArn);
    if (green?.stabilityStatus === 'STEADY_STATE' && green.runningCount === green.computedDesiredCount)
      return;
    await pause(run, POLL_MILLISECONDS);
  }
  throw new DeploymentInterruption(
    'TIMEOUT',
    'The deployment timed out while waiting for the replacement task set to become healthy. ' +
      `This time out period is ${MAX_STEADY_MINUTES} minutes.`,
  );
}

/** Makes a task set the service's primary one. */
export async function makePrimary(run: DeploymentRun, taskSetArn: string): Promise<void> {
  const command = new UpdateServicePrimaryTaskSetCommand({ ...serviceOf(run), primaryTaskSet: taskSetArn });
  await callAsServiceRole(run, 'AmazonECS', () => new ECSClient(run.identity).send(command));
  await describeService(run);
}

/** Deletes a task set; ECS deregisters its targets with it. */
export async function removeTaskSet(run: DeploymentRun, taskSetArn: string): Promise<void> {
  const command = new DeleteTaskSetCommand({ ...serviceOf(run), taskSet: taskSetArn, force: true });
  await callAsServiceRole(run, 'AmazonECS', () => new ECSClient(run.identity).send(command));
}

/** Records the task sets in the deployment target, each with the traffic that was last recorded for it. */
function recordTaskSets(run: DeploymentRun, { taskSets }: Service): void {
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
  markUpdated(run);
}

/** Records how much of the production traffic green gets, in percent. */
export function recordTraffic(run: DeploymentRun, green: number): void {
  for (const info of run.deployment.target.taskSetsInfo ?? [])
    info.trafficWeight = info.taskSetLabel === 'Green' ? green : 100 - green;
  markUpdated(run);
}

/** Whether the task set of a side still exists. */
export const hasTaskSet = ({ taskSets }: Service, side: TrafficSide | undefined): boolean =>
  Boolean(side?.taskSetArn && taskSets?.some(({ taskSetArn }) => taskSetArn === side.taskSetArn));
