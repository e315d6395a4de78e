import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { Arns } from '../pipeline/arns';
import { pipeline } from '../pipeline/pipeline';
import { imagePush, imageSource } from '../sources/ecr';
import { objectSource, objectUpload } from '../sources/s3';
import { startOn } from '../sources/trigger';
import type { EcsBlueGreenPipeline } from '../spec/model';
import { approve } from './ecs-blue-green/approve';
import { namedImages, SETTINGS } from './ecs-blue-green/artifacts';
import { deployToEcs } from './ecs-blue-green/deploy';
import { deploymentGroup } from './ecs-blue-green/deployment-group';
import { recordRelease } from './ecs-blue-green/record-release';
import { releaseTarget } from './ecs-blue-green/release-target';

export interface EcsBlueGreenStackProps extends StackProps {
  readonly pipeline: EcsBlueGreenPipeline;
}

/** One pipeline of the kind `ecs-blue-green`: images and their settings, released to an ECS service by CodeDeploy. */
export class EcsBlueGreenStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline: spec, ...props }: EcsBlueGreenStackProps) {
    super(scope, id, props);
    const { prefix, name, environment, source, deploy } = spec;
    const identity: PipelineIdentity = { prefix, pipeline: name, environment: environment.name };
    const arns = new Arns(environment);
    const target = releaseTarget(this, spec, identity, arns);
    const images = namedImages(spec);

    const made = pipeline(this, {
      identity,
      environment,
      stages: [
        {
          name: 'Source',
          actions: [
            ...images.map(({ image, action, artifact }) => imageSource(image, action, artifact, arns)),
            objectSource(source.settings, SETTINGS.action, SETTINGS.artifact, arns),
          ],
        },
        ...(spec.approval ? [{ name: 'Approval', actions: [approve(spec, identity, arns)] }] : []),
        {
          name: 'Deploy',
          actions: [deployToEcs(spec, target, identity, arns), recordRelease(spec, target, identity, arns)],
        },
      ],
    });
    // A new pipeline starts at once, and where image and settings are there already it soon comes to deploy.
    made.addResourceDependency(deploymentGroup(this, { identity, deploy, target, arns }));
    for (const { image, action } of images)
      startOn(this, `${action}Push`, imagePush(image, action), identity, arns);
    startOn(this, 'SettingsUpload', objectUpload(source.settings, SETTINGS.action), identity, arns);
  }
}
