import type { Deployment, Service } from '@aws-sdk/client-ecs';
import type { MotoService } from '../moto';
import type { RollingService } from '../store';
import type { LocalTask } from '../tasks/task';
import { liveTasks, primaryOf } from './deployment';
import type { LocalDeployment } from './model';

/** What DescribeServices says of a rolling service, put into moto's answer. */
export function describeRolling(service: RollingService, moto: MotoService): MotoService {
  const { definition, loadBalancers, networkConfiguration, shown } = primaryOf(service).revision;
  return {
    ...moto,
    ...shown,
    ...service.settings,
    createdAt: service.createdAt,
    taskDefinition: definition.taskDefinitionArn,
    loadBalancers: [...loadBalancers],
    networkConfiguration,
    desiredCount: service.desiredCount,
    ...countsOf(service.tasks),
    deployments: service.deployments.map((deployment) => describeDeployment(service, deployment)),
    events: [...service.events],
  };
}

function describeDeployment(service: RollingService, deployment: LocalDeployment): Deployment {
  const { id, revision, createdAt, updatedAt, failedTasks, rolloutState, rolloutStateReason } = deployment;
  const isPrimary = deployment === primaryOf(service);
  return {
    id,
    status: isPrimary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: revision.definition.taskDefinitionArn,
    desiredCount: isPrimary ? service.desiredCount : liveTasks(service, deployment).length,
    ...countsOf(service.tasks.filter(({ startedBy }) => startedBy === id)),
    failedTasks,
    createdAt,
    updatedAt,
    ...revision.shown,
    platformFamily: 'Linux',
    networkConfiguration: revision.networkConfiguration,
    rolloutState,
    rolloutStateReason,
  };
}

/** Tasks that are told to stop are counted no more. */
function countsOf(tasks: readonly LocalTask[]): Required<Pick<Service, 'runningCount' | 'pendingCount'>> {
  const of = (...statuses: string[]) =>
    tasks.filter(({ lastStatus }) => statuses.includes(lastStatus)).length;
  return { runningCount: of('RUNNING'), pendingCount: of('PROVISIONING', 'PENDING') };
}
