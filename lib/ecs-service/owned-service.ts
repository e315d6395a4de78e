import type { CfnServiceProps } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { identityOf } from '../config/identity';
import type { BasePipeline } from '../config/model';
import { ServiceAlarms } from '../load-balancing/alarms';
import { ServiceLoadBalancer, type ServiceLoadBalancerProps, TASKS } from '../load-balancing/load-balancer';
import { ServiceLogGroup } from './log-group';
import { ServiceNetwork } from '../load-balancing/network';
import type { TrafficContainer } from './placeholder';
import { TaskRoles } from './roles';
import { FargateService } from './service';
import type { OwnedEcsService } from './config/model';

/** What differs between the services of kinds. */
export interface OwnedEcsServiceProps<Service extends OwnedEcsService>
  extends Pick<ServiceLoadBalancerProps, 'targetGroups' | 'listeners'> {
  readonly pipeline: BasePipeline;
  /** Names of the ECR repositories that its images are pulled from. */
  readonly repositories: readonly string[];
  readonly service: Service;
  /** The container of the placeholder that takes the load balancer's traffic. */
  readonly traffic: TrafficContainer;
  /** Who replaces the tasks, and how, given the alarms on the target groups. */
  readonly deployment: (
    service: Service,
    alarms: ServiceAlarms,
  ) => Pick<CfnServiceProps, 'deploymentController' | 'deploymentConfiguration'>;
}

/** A Fargate service with all it stands on: network, load balancer, log group, roles, alarms. */
export function ownedEcsService<Service extends OwnedEcsService>(
  scope: Construct,
  props: OwnedEcsServiceProps<Service>,
): void {
  const { pipeline, repositories, service, traffic, targetGroups, listeners } = props;
  const { environment } = pipeline;
  const identity = identityOf(pipeline);
  const network = new ServiceNetwork(scope, 'Network', { identity, environment, existing: service.network });
  const loadBalancer = new ServiceLoadBalancer(scope, 'LoadBalancer', {
    identity,
    environment,
    service,
    network,
    targetGroups,
    listeners,
    targets: TASKS,
  });
  const logGroup = new ServiceLogGroup(scope, 'LogGroup', { identity, environment });
  const roles = new TaskRoles(scope, 'Roles', { identity, environment, repositories });
  const alarms = new ServiceAlarms(scope, 'Alarms', { loadBalancer });
  new FargateService(scope, 'Service', {
    identity,
    service,
    network,
    loadBalancer,
    logGroup,
    roles,
    traffic,
    deployment: props.deployment(service, alarms),
  });
}
