import type { PipelineIdentity } from '../../../../handlers/contract/names';
import {
  UPDATE_TASK_DEFINITION,
  updateTaskDefinitionUserParameters,
} from '../../../../handlers/contract/update-task-definition';
import { BUILD } from '../../../build/commit-build';
import type { Action } from '../../../pipeline/action';
import type { Arns } from '../../../pipeline/arns';
import { invoke } from '../../../pipeline/invoke';
import type { RollingTarget } from './release-target';

/**
 * Has the environment's action function make the revision that the service uses one of the commit's task definition,
 * because the action after it starts from that revision and changes its images only. What it changes in ECS is among the
 * grants of that action; what it reads there, and the release record, which it reads on events of ECS, is among those of
 * `record-release`.
 * @param taskDefinition path in the build's artifact
 */
export function updateTaskDefinition(
  taskDefinition: string,
  { cluster, service }: RollingTarget,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const userParameters = updateTaskDefinitionUserParameters(identity, { cluster, service, taskDefinition });
  return invoke(
    UPDATE_TASK_DEFINITION,
    { name: 'UpdateTaskDefinition', userParameters, inputs: [BUILD.artifact], runOrder: 1 },
    identity,
    arns,
  );
}
