import type { CfnServiceProps } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { identityOf } from '../config/identity';
import type { OwnedService, Pipeline } from '../config/model';
import { releasedRepositories } from './released-repositories';
import { ServiceAlarms } from './alarms';
import { ServiceLoadBalancer, type ServiceLoadBalancerProps } from './load-balancer';
import { ServiceLogGroup } from './log-group';
import { ServiceNetwork } from './network';
import type { TrafficContainer } from './placeholder';
import { TaskRoles } from './roles';
import { FargateService } from './service';

/** In what the services of the kinds differ. */
export interface OwnedServiceProps<Service extends OwnedService>
  extends Pick<ServiceLoadBalancerProps, 'targetGroups' | 'listeners'> {
  readonly pipeline: Pipeline;
  readonly service: Service;
  /** What the placeholder and the service's wiring to the load balancer agree on. */
  readonly traffic: TrafficContainer;
  /** Who replaces the tasks, and how, given the alarms on the target groups. */
  readonly deployment: (
    service: Service,
    alarms: ServiceAlarms,
  ) => Pick<CfnServiceProps, 'deploymentController' | 'deploymentConfiguration'>;
}

/** A Fargate service with all it stands on: network, load balancer, log group, roles, alarms. */
export function ownedService<Service extends OwnedService>(
  scope: Construct,
  props: OwnedServiceProps<Service>,
): void {
  const { pipeline, service, traffic, targetGroups, listeners } = props;
  const { environment } = pipeline;
  const identity = identityOf(pipeline);
  const network = new ServiceNetwork(scope, 'Network', { identity, service });
  const loadBalancer = new ServiceLoadBalancer(scope, 'LoadBalancer', {
    identity,
    service,
    network,
    targetGroups,
    listeners,
  });
  const logGroup = new ServiceLogGroup(scope, 'LogGroup', { identity, environment });
  const repositories = releasedRepositories(pipeline);
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
