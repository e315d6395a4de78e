import type { ActionFunction } from './action-function';
import { actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';

/**
 * Makes a rolling service use the commit's task definition; and what was released the newest revision again, when a
 * deployment of a service that the factory makes has ended otherwise, or an execution that had registered a revision. AWS documents the event of a failure for services with
 * a circuit breaker, and nothing of those that only alarms watch, so that it also comes when the rollback is completed.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const UPDATE_TASK_DEFINITION: ActionFunction = {
  name: 'update-task-definition',
  description: "Registers the commit's task definition for the service, or the released one again",
  roleActions: [
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:RegisterTaskDefinition',
    'ecs:TagResource',
    'ecs:UpdateService',
    'iam:PassRole',
    'ssm:GetParameter',
  ],
  events: ({ prefix, environment }) => [
    {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      resources: [{ wildcard: `*:service/${prefix}-*-${environment}/${prefix}-*-${environment}` }],
      detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'] },
    },
    {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: { pipeline: [{ wildcard: `${prefix}-*-${environment}` }], state: ['FAILED', 'STOPPED'] },
    },
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
