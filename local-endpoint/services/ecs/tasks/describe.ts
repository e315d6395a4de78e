import type { Container, HealthStatus, Task } from '@aws-sdk/client-ecs';
import type { LocalService } from '../store';
import { isLive, type LocalContainer, type LocalTask } from './task';

/** A task as DescribeTasks shows it. */
export function describeTask(service: LocalService, task: LocalTask): Task {
  const { definition, stop } = task;
  const taskArn = taskArnOf(service, task);
  return {
    taskArn,
    clusterArn: arnOf(service, `cluster/${service.cluster}`),
    taskDefinitionArn: definition.taskDefinitionArn,
    group: `service:${service.name}`,
    startedBy: task.startedBy,
    lastStatus: task.lastStatus,
    desiredStatus: isLive(task) ? 'RUNNING' : 'STOPPED',
    healthStatus: healthOf(task.containers),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    connectivity: 'CONNECTED',
    cpu: definition.cpu,
    memory: definition.memory,
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    stoppedAt: task.stoppedAt,
    stopCode: stop?.code,
    stoppedReason: stop?.reason,
    containers: task.containers.map((container) => describeContainer(service, task, container)),
    attachments: [
      {
        type: 'ElasticNetworkInterface',
        status: task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED',
        details: [{ name: 'privateIPv4Address', value: task.address }],
      },
    ],
    tags: [],
  };
}

/** `arn:aws:ecs:…:task/CLUSTER/ID` */
export const taskArnOf = (service: LocalService, { id }: LocalTask): string =>
  arnOf(service, `task/${service.cluster}/${id}`);

const arnOf = ({ account, region }: LocalService, rest: string): string =>
  `arn:aws:ecs:${region}:${account}:${rest}`;

function describeContainer(service: LocalService, task: LocalTask, container: LocalContainer): Container {
  const { definition, lastStatus, healthStatus, exitCode, imageDigest } = container;
  const { name, image, cpu, memory } = definition;
  return {
    containerArn: arnOf(service, `container/${service.cluster}/${task.id}/${name}`),
    taskArn: taskArnOf(service, task),
    name,
    image,
    imageDigest,
    lastStatus,
    healthStatus,
    exitCode,
    networkInterfaces: [{ privateIpv4Address: task.address }],
    cpu: cpu === undefined ? undefined : String(cpu),
    memory: memory === undefined ? undefined : String(memory),
  };
}

/** A task is as healthy as the worst of its essential containers that have a health check. */
function healthOf(containers: readonly LocalContainer[]): HealthStatus {
  const checked = containers.filter(
    ({ definition }) => definition.essential !== false && definition.healthCheck,
  );
  if (checked.some(({ healthStatus }) => healthStatus === 'UNHEALTHY')) return 'UNHEALTHY';
  return checked.length > 0 && checked.every(({ healthStatus }) => healthStatus === 'HEALTHY')
    ? 'HEALTHY'
    : 'UNKNOWN';
}
