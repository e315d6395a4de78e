import { identityOf } from '../../../config/identity';
import { serviceStackName } from '../../../load-balancing/config/names';
import { serviceVerification } from '../../../ecs-service/verification';
import { verifyProject } from '../../../build/verify';
import { SETTINGS } from '../../../source/uploaded-images';
import { recordReleaseAction } from '../../../ecs-service/record-release';
import { gates } from '../../../gates/gates';
import { Arns } from '../../../pipeline/arns';
import { commitsReleaseSource } from '../../../build/release-source';
import { repositoryNames } from '../../../source/config/repository-names';
import { uploadsReleaseSource } from '../../../source/uploads';
import type { KindStacks } from '../../kind-stacks';
import type { EcsBlueGreenPipeline } from '../config/model';
import { blueGreenCommitBuild } from './commit-build';
import { deployWithCodeDeploy } from './deploy';
import { deploymentGroup } from './deployment-group';
import { blueGreenTarget } from './release-target';
import { BlueGreenServiceStack } from './service-stack';
import { verifyDeployment } from './verify-deployment';

/** What a pipeline of the kind deploys, and the service where the factory owns it. */
export const ecsBlueGreenStacks: KindStacks<EcsBlueGreenPipeline> = {
  name: 'ecs-blue-green',
  target(scope, pipeline, props) {
    if (!pipeline.service.owned) return undefined;
    return new BlueGreenServiceStack(scope, serviceStackName(identityOf(pipeline)), { ...props, pipeline });
  },
  plan(stack, pipeline) {
    const { environment, source, deploy } = pipeline;
    const identity = identityOf(pipeline);
    const arns = Arns.of(environment);
    const target = blueGreenTarget(stack, pipeline, identity, arns);
    const images = source.from === 'git' ? source.build.images : source.images;
    const repositories = repositoryNames(images);
    const releases =
      source.from === 'git'
        ? commitsReleaseSource(stack, blueGreenCommitBuild(pipeline, source), arns)
        : uploadsReleaseSource(source, arns);
    const deployment = deployWithCodeDeploy(pipeline, target, identity, arns);
    const verification = serviceVerification(
      pipeline,
      source.from === 'git' ? source.git : SETTINGS.artifact,
    );
    const toPass = { artifacts: releases.images, repositories, request: releases.request };
    return {
      ...releases,
      stages: [
        ...releases.stages,
        ...gates(pipeline, toPass, identity, arns),
        {
          name: 'Deploy',
          actions: [
            deployment,
            ...(verification ? [verifyDeployment(verification, deployment.name)] : []),
            recordReleaseAction({ target, codeDeploy: true, repositories, runOrder: 2 }, identity, arns),
          ],
        },
      ],
      // A new pipeline starts at once, and where everything is there already it soon comes to deploy.
      dependencies: [
        ...releases.dependencies,
        ...(verification ? [verifyProject(stack, verification)] : []),
        deploymentGroup(stack, { identity, deploy, target, arns }),
      ],
    };
  },
};
