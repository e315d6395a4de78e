import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { identityOf } from '../../../config/identity';
import { Arns } from '../../../pipeline/arns';
import { pipeline } from '../../../pipeline/pipeline';
import { startOn } from '../../../source/trigger';
import { RECORD_RELEASE } from '../../../../handlers/contract/record-release';
import { UPDATE_TASK_DEFINITION } from '../../../../handlers/contract/update-task-definition';
import type { EcsRollingPipeline } from '../../../config/model';
import { releasedRepositories } from '../../../ecs-service/released-repositories';
import { recordRelease } from '../../../ecs-service/record-release';
import { deployToEcs } from './deploy';
import { rollingTarget } from './release-target';
import { updateTaskDefinition } from './update-task-definition';
import { committed } from '../../../build/release-source';
import { gateFunctions, gates } from '../../../gates/gates';

export interface EcsRollingStackProps extends StackProps {
  readonly pipeline: EcsRollingPipeline;
}

/** One pipeline of the kind `ecs-rolling`: a commit, built by CodeBuild, whose images ECS itself rolls a service to. */
export class EcsRollingStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline: spec, ...props }: EcsRollingStackProps) {
    super(scope, id, props);
    const { environment } = spec;
    const { taskDefinition, timeoutMinutes } = spec.deploy;
    const identity = identityOf(spec);
    const arns = new Arns(environment);
    const target = rollingTarget(spec.service, identity, arns);
    const repositories = releasedRepositories(spec);
    const origin = committed(this, spec, identity, arns);

    const made = pipeline(this, {
      identity,
      environment,
      stages: [
        ...origin.stages,
        ...gates(spec, origin, identity, arns),
        {
          name: 'Deploy',
          actions: [
            ...(taskDefinition ? [updateTaskDefinition(taskDefinition, target, identity, arns)] : []),
            deployToEcs(timeoutMinutes, target, arns),
            recordRelease({ target, repositories, runOrder: 3 }, identity, arns),
          ],
        },
      ],
      triggers: origin.triggers,
      actionFunctions: [
        ...gateFunctions(spec),
        ...(taskDefinition ? [UPDATE_TASK_DEFINITION] : []),
        RECORD_RELEASE,
      ],
    });
    made.node.addDependency(...origin.needs);
    for (const { id, trigger } of origin.events) startOn(this, id, trigger, identity, arns);
  }
}
