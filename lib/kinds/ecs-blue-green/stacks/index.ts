import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { identityOf } from '../../../config/identity';
import { Arns } from '../../../pipeline/arns';
import { pipeline } from '../../../pipeline/pipeline';
import { startOn } from '../../../source/trigger';
import { RECORD_RELEASE } from '../../../../handlers/contract/record-release';
import type { EcsBlueGreenPipeline } from '../../../config/model';
import { releasedRepositories } from '../../../ecs-service/released-repositories';
import { recordRelease } from '../../../ecs-service/record-release';
import { deployToEcs } from './deploy';
import { deploymentGroup } from './deployment-group';
import { releaseTarget } from './release-target';
import { committed } from '../../../build/release-source';
import { gateFunctions, gates } from '../../../gates/gates';
import { uploaded } from '../../../source/uploads';

export interface EcsBlueGreenStackProps extends StackProps {
  readonly pipeline: EcsBlueGreenPipeline;
}

/**
 * One pipeline of the kind `ecs-blue-green`: images and their settings, uploaded or built from a commit, released to an
 * ECS service by CodeDeploy.
 */
export class EcsBlueGreenStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline: spec, ...props }: EcsBlueGreenStackProps) {
    super(scope, id, props);
    const { environment, source, deploy } = spec;
    const identity = identityOf(spec);
    const arns = new Arns(environment);
    const target = releaseTarget(this, spec, identity, arns);
    const repositories = releasedRepositories(spec);
    const origin =
      source.from === 'git' ? committed(this, { ...spec, source }, identity, arns) : uploaded(source, arns);

    const made = pipeline(this, {
      identity,
      environment,
      stages: [
        ...origin.stages,
        ...gates(spec, origin, identity, arns),
        {
          name: 'Deploy',
          actions: [
            deployToEcs(spec, target, identity, arns),
            recordRelease({ target, codeDeploy: true, repositories, runOrder: 2 }, identity, arns),
          ],
        },
      ],
      triggers: origin.triggers,
      actionFunctions: [...gateFunctions(spec), RECORD_RELEASE],
    });
    // A new pipeline starts at once, and where everything is there already it soon comes to deploy.
    made.node.addDependency(...origin.needs, deploymentGroup(this, { identity, deploy, target, arns }));
    for (const { id, trigger } of origin.events) startOn(this, id, trigger, identity, arns);
  }
}
