import type { ActionFunction } from './action-function';
import type { PipelineIdentity } from './names';

/** Has a rolling service use what the commit's task definition says. */
export const UPDATE_TASK_DEFINITION: ActionFunction = {
  name: 'update-task-definition',
  description: "Registers the commit's task definition for the service",
};

/**
 * What a pipeline hands the `update-task-definition` action as UserParameters (JSON, at most 1,000 characters). CodePipeline's
 * ECS action changes nothing but images, and starts from the revision that the service uses: this action comes before it
 * and sees to it that this revision is what the commit's task definition says.
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

/** The tag that names the execution whose commit a revision of a task definition is of. */
export const EXECUTION_TAG = 'pipeline-factory:execution';

/** The tag with the digest of what the commit's task definition said. */
export const TASK_DEFINITION_TAG = 'pipeline-factory:task-definition';

/** UserParameters of a pipeline's `update-task-definition` action, for its template. */
export const updateTaskDefinitionUserParameters = (
  { prefix, pipeline, environment }: PipelineIdentity,
  target: Pick<UpdateTaskDefinitionParameters, 'cluster' | 'service' | 'taskDefinition'>,
): string =>
  JSON.stringify({
    prefix,
    pipeline,
    environment,
    executionId: '#{codepipeline.PipelineExecutionId}',
    cluster: target.cluster,
    service: target.service,
    taskDefinition: target.taskDefinition,
  } satisfies UpdateTaskDefinitionParameters);
