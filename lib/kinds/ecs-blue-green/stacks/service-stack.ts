import { repositoryNames } from '../../../source/config/repository-names';
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { listenerParameterName, pipelineName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import { productionPort, testListener } from '../../../load-balancing/load-balancer';
import { ownedEcsService } from '../../../ecs-service/owned-service';
import { targetGroupName } from '../../../ecs-service/config/names';
import type { EcsBlueGreenPipeline } from '../config/model';

export interface BlueGreenServiceStackProps extends StackProps {
  /** The pipeline that releases to the service; its `service` must be one the factory owns. */
  readonly pipeline: EcsBlueGreenPipeline;
}

/**
 * The same for every config: ECS refuses a changed container or port from anyone but CodeDeploy, and every appspec.yaml
 * brings its own. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
const PLACEHOLDER = { container: 'placeholder', port: 80 } as const;

/**
 * A Fargate service that CodeDeploy releases to, with all it stands on: a production and a test listener, and the two
 * target groups CodeDeploy changes between. Both listeners begin at blue. Made once; what serves afterwards (task set,
 * listener actions) belongs to CodeDeploy, and no resource here mentions it in a property that a release changes.
 * `docs/decisions/0002-service-stack-never-fights.md` describes which changes of the config reach it and how.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
 * @throws Error where the pipeline's service is not an owned one
 */
export class BlueGreenServiceStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline, ...props }: BlueGreenServiceStackProps) {
    super(scope, id, {
      description: `The service that pipeline ${pipelineName(identityOf(pipeline))} releases to`,
      ...props,
    });
    const { service, source } = pipeline;
    if (!service.owned)
      throw new Error(`${pipeline.name}: service must be one the factory owns, got: ${service.service}`);
    const identity = identityOf(pipeline);
    ownedEcsService(this, {
      pipeline,
      repositories: repositoryNames(source.from === 'git' ? source.build.images : source.images),
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
        { ...testListener(service), parameter: listenerParameterName(identity, 'test') },
      ],
      traffic: PLACEHOLDER,
      deployment: () => ({ deploymentController: { type: 'CODE_DEPLOY' } }),
    });
  }
}
