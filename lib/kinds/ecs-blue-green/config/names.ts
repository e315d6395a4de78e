import { deployRoleName, pipelineName } from '../../../../handlers/contract/names';
import { buildNames, verifyNames } from '../../../build/config/names';
import { identityOf } from '../../../config/identity';
import type { ComposedName } from '../../../config/kind';
import { serviceNames, TARGET_GROUP_COLORS, targetGroupName } from '../../../ecs-service/config/names';
import { uploadNames } from '../../../source/config/names';
import type { EcsBlueGreenPipeline } from './model';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const MAX_APPLICATION_NAME_LENGTH = 100;

/** The names of what a pipeline deploys and works with. */
export function blueGreenNames(pipeline: EcsBlueGreenPipeline): ComposedName[] {
  const { source, checks, service } = pipeline;
  const identity = identityOf(pipeline);
  const targetGroups = TARGET_GROUP_COLORS.map((color) => targetGroupName(identity, color));
  return [
    { what: 'CodeDeploy application', name: pipelineName(identity), limit: MAX_APPLICATION_NAME_LENGTH },
    { what: 'IAM role', name: deployRoleName(identity), limit: 64 },
    ...(source.from === 'git' ? buildNames(checks, identity) : uploadNames(source, identity)),
    ...verifyNames(pipeline, identity),
    ...serviceNames(service, identity, targetGroups),
  ];
}
