import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { listenerParameterName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import type { EcsBlueGreenPipeline } from '../../../config/model';
import { productionPort } from '../../../ecs-service/load-balancer';
import { ownedService } from '../../../ecs-service/owned-service';
import { targetGroupName } from '../../../ecs-service/config/names';

export interface EcsServiceStackProps extends StackProps {
  /** The pipeline that releases to the service; its `service` must be one the factory owns. */
  readonly pipeline: EcsBlueGreenPipeline;
}

/**
 * The same for every spec: ECS refuses a changed container or port from anyone but CodeDeploy, and every appspec.yaml
 * brings its own. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
const PLACEHOLDER = { container: 'placeholder', port: 80 } as const;

/**
 * A Fargate service that CodeDeploy releases to, with all it stands on: a production and a test listener, and the two
 * target groups CodeDeploy changes between. Both listeners begin at blue. Made once; what serves afterwards (task set,
 * listener actions) belongs to CodeDeploy, and no resource here mentions it in a property that a release changes.
 * `docs/decisions/0002-service-stack-never-fights.md` says which changes of the spec reach it and how.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
 * @throws Error where the pipeline's service is not an owned one
 */
export class EcsServiceStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline, ...props }: EcsServiceStackProps) {
    super(scope, id, props);
    const { service } = pipeline;
    if (!service.owned)
      throw new Error(`${pipeline.name}: service must be one the factory owns, got: ${service.service}`);
    const identity = identityOf(pipeline);
    ownedService(this, {
      pipeline,
      service,
      targetGroups: [
        { id: 'Blue', name: targetGroupName(identity, 'blue') },
        { id: 'Green', name: targetGroupName(identity, 'green') },
      ],
      listeners: [
        {
          id: 'Production',
          port: productionPort(service),
          parameter: listenerParameterName(identity, 'production'),
        },
        { id: 'Test', port: service.testPort, parameter: listenerParameterName(identity, 'test') },
      ],
      traffic: PLACEHOLDER,
      deployment: () => ({ deploymentController: { type: 'CODE_DEPLOY' } }),
    });
  }
}
