import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import type { EcsBlueGreenPipeline } from '../spec/model';
import { ServiceAlarms } from './ecs-service/alarms';
import { ServiceLoadBalancer } from './ecs-service/load-balancer';
import { ServiceLogGroup } from './ecs-service/log-group';
import { ServiceNetwork } from './ecs-service/network';
import { TaskRoles } from './ecs-service/roles';
import { BlueGreenService } from './ecs-service/service';

export interface EcsServiceStackProps extends StackProps {
  /** The pipeline that releases to the service; its `service` must be one the factory owns. */
  readonly pipeline: EcsBlueGreenPipeline;
}

/**
 * A Fargate service that CodeDeploy releases to, with all it stands on. Made once; what serves afterwards (task set,
 * listener actions) belongs to CodeDeploy, and no resource here mentions it in a property that a release changes.
 * `docs/decisions/0002-service-stack-never-fights.md` says which changes of the spec reach it and how.
 * @throws Error where the pipeline's service is not an owned one
 */
export class EcsServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: EcsServiceStackProps) {
    super(scope, id, props);
    const { pipeline } = props;
    const { service, environment } = pipeline;
    if (!service.owned)
      throw new Error(`${pipeline.name}: service must be one the factory owns, got: ${service.service}`);
    const identity: PipelineIdentity = {
      prefix: pipeline.prefix,
      pipeline: pipeline.name,
      environment: environment.name,
    };

    const network = new ServiceNetwork(this, 'Network', { identity, service });
    const loadBalancer = new ServiceLoadBalancer(this, 'LoadBalancer', { identity, service, network });
    const logGroup = new ServiceLogGroup(this, 'LogGroup', { identity, environment });
    const roles = new TaskRoles(this, 'Roles', { identity, environment, images: pipeline.source.images });
    new BlueGreenService(this, 'Service', { identity, service, network, loadBalancer, logGroup, roles });
    new ServiceAlarms(this, 'Alarms', { identity, loadBalancer });
  }
}
