import { identityOf } from '../../../config/identity';
import { serviceStackName } from '../../../load-balancing/config/names';
import { recordReleaseAction } from '../../../ecs-service/record-release';
import { gates } from '../../../gates/gates';
import { Arns } from '../../../pipeline/arns';
import { commitsReleaseSource } from '../../../build/release-source';
import { verifyAction, verifyProject } from '../../../build/verify';
import { serviceVerification } from '../../../ecs-service/verification';
import { repositoryNames } from '../../../source/config/repository-names';
import type { KindStacks } from '../../kind-stacks';
import type { EcsRollingPipeline } from '../config/model';
import { rollingCommitBuild } from './commit-build';
import { deployWithEcs } from './deploy';
import { rollingTarget } from './release-target';
import { RollingServiceStack } from './service-stack';
import { updateTaskDefinition } from './update-task-definition';

/** What a pipeline of the kind deploys, and the service where the factory owns it. */
export const ecsRollingStacks: KindStacks<EcsRollingPipeline> = {
  name: 'ecs-rolling',
  target(scope, pipeline, props) {
    if (!pipeline.service.owned) return undefined;
    return new RollingServiceStack(scope, serviceStackName(identityOf(pipeline)), { ...props, pipeline });
  },
  plan(stack, pipeline) {
    const { taskDefinition, timeoutMinutes } = pipeline.deploy;
    const identity = identityOf(pipeline);
    const arns = Arns.of(pipeline.environment);
    const target = rollingTarget(pipeline.service, identity, arns);
    const repositories = repositoryNames(pipeline.source.build.images);
    const releases = commitsReleaseSource(stack, rollingCommitBuild(pipeline), arns);
    const verification = serviceVerification(pipeline, pipeline.source.git);
    const toPass = { artifacts: releases.images, repositories, request: releases.request };
    return {
      ...releases,
      stages: [
        ...releases.stages,
        ...gates(pipeline, toPass, identity, arns),
        {
          name: 'Deploy',
          actions: [
            ...(taskDefinition ? [updateTaskDefinition(taskDefinition, target, identity, arns)] : []),
            deployWithEcs(timeoutMinutes, target, arns),
            ...(verification ? [verifyAction(verification, 3)] : []),
            recordReleaseAction({ target, repositories, runOrder: verification ? 4 : 3 }, identity, arns),
          ],
          // ECS has ended its deployment by then, and takes nothing back any more.
          ...(verification && { onFailure: 'rollback' as const }),
        },
      ],
      dependencies: [...releases.dependencies, ...(verification ? [verifyProject(stack, verification)] : [])],
    };
  },
};
