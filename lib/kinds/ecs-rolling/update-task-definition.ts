import { actionFunctionName, type PipelineIdentity } from '../../../handlers/contract/names';
import { updateTaskDefinitionUserParameters } from '../../../handlers/contract/update-task-definition';
import { BUILD } from '../../build/built-pipeline';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';
import type { RollingTarget } from './release-target';

/**
 * Has the environment's action function see to it that the revision which the service uses is what the commit's task
 * definition says, because the action after it starts from that revision and changes its images only. The function works
 * with the pipeline's role: what it asks ECS is among the grants of that action.
 * @param taskDefinition path in the build's artifact
 */
export function updateTaskDefinition(
  taskDefinition: string,
  { cluster, service }: RollingTarget,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const functionName = actionFunctionName(identity.prefix, identity.environment, 'update-task-definition');
  return {
    name: 'UpdateTaskDefinition',
    category: 'Invoke',
    provider: 'Lambda',
    configuration: {
      FunctionName: functionName,
      UserParameters: updateTaskDefinitionUserParameters(identity, { cluster, service, taskDefinition }),
    },
    inputs: [BUILD.artifact],
    runOrder: 1,
    grants: [{ actions: ['lambda:InvokeFunction'], resources: [arns.function(functionName)] }],
  };
}
