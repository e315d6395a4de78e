import { repositoryNames } from '../../../source/config/repository-names';
import { pipelineName } from '../../../../handlers/contract/names';
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { identityOf } from '../../../config/identity';
import { productionPort } from '../../../load-balancing/load-balancer';
import { ownedEcsService } from '../../../ecs-service/owned-service';
import { rollingDeployment } from './rolling-deployment';
import { targetGroupName } from '../../../ecs-service/config/names';
import type { EcsRollingPipeline } from '../config/model';

export interface RollingServiceStackProps extends StackProps {
  /** The pipeline that releases to the service; its `service` must be one the factory owns. */
  readonly pipeline: EcsRollingPipeline;
}

/**
 * A Fargate service whose tasks ECS itself replaces, with all it stands on: one listener and one target group. A release
 * changes nothing but which revision of the family the service uses.
 * `docs/decisions/0006-rolling-services.md` describes which changes of the config reach the service and how.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 * @throws Error where the pipeline's service is not an owned one
 */
export class RollingServiceStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline, ...props }: RollingServiceStackProps) {
    super(scope, id, {
      description: `The service that pipeline ${pipelineName(identityOf(pipeline))} releases to`,
      ...props,
    });
    const { service, source } = pipeline;
    if (!service.owned)
      throw new Error(`${pipeline.name}: service must be one the factory owns, got: ${service.service}`);
    ownedEcsService(this, {
      pipeline,
      repositories: repositoryNames(source.build.images),
      service,
      targetGroups: [{ id: 'Targets', name: targetGroupName(identityOf(pipeline)) }],
      listeners: [{ id: 'Production', port: productionPort(service) }],
      traffic: { container: service.container, port: service.port },
      deployment: rollingDeployment,
    });
  }
}
