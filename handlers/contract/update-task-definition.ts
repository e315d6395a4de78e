import type { ActionFunction } from './action-function';
import { actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';

/** Makes a rolling service use the commit's task definition. */
export const UPDATE_TASK_DEFINITION: ActionFunction = {
  name: 'update-task-definition',
  description: "Registers the commit's task definition for the service",
  roleActions: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:RegisterTaskDefinition',
    'ecs:TagResource',
    'ecs:UpdateService',
    'iam:PassRole',
  ],
};

/**
 * UserParameters of the `update-task-definition` action (JSON, at most 1,000 characters). CodePipeline's ECS action changes
 * nothing but images, and starts from the revision that the service uses: this action runs before it and makes that
 * revision one with the content of the commit's task definition.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export interface UpdateTaskDefinitionParameters extends PipelineIdentity {
  /** The pipeline execution, for the log; in the template `#{codepipeline.PipelineExecutionId}`. */
  readonly executionId?: string;
  readonly cluster: string;
  readonly service: string;
  /** Path of the task definition in the input artifact, beside which `imagedefinitions.json` is at the top. */
  readonly taskDefinition: string;
}

/** The tag of a task definition revision with the digest of the commit's task definition. */
export const TASK_DEFINITION_TAG = 'pipeline-factory:task-definition';

/** UserParameters of a pipeline's `update-task-definition` action, for its template. */
export const updateTaskDefinitionUserParameters = (
  identity: PipelineIdentity,
  target: Pick<UpdateTaskDefinitionParameters, 'cluster' | 'service' | 'taskDefinition'>,
): string =>
  JSON.stringify({
    ...actionParameters(identity),
    cluster: target.cluster,
    service: target.service,
    taskDefinition: target.taskDefinition,
  } satisfies UpdateTaskDefinitionParameters);
