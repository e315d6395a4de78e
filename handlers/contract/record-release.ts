import type { ActionFunction } from './action-function';
import { actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';

/**
 * UserParameters of the `record-release` action (JSON, at most 1,000 characters): the pipeline, and
 * `#{codepipeline.PipelineExecutionId}`, which no other part of the job's event carries.
 */
export interface RecordReleaseParameters extends PipelineIdentity {
  /**
   * The pipeline execution, for the log; in the template `#{codepipeline.PipelineExecutionId}`.
   * @default - log lines lack it until the pipeline's state has been read
   */
  readonly executionId?: string;
}

/** UserParameters of a pipeline's `record-release` action, for its template. */
export const recordReleaseUserParameters = (identity: PipelineIdentity): string =>
  JSON.stringify(actionParameters(identity) satisfies RecordReleaseParameters);

/**
 * Runs as the last action of a pipeline; whenever a deployment of CodeDeploy succeeds, because a rollback does so too,
 * whoever started it; and whenever an execution failed or was stopped, or one of ECS's own deployments is completed, because
 * what was deployed may serve though no action of its pipeline comes to record it.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const RECORD_RELEASE: ActionFunction = {
  name: 'record-release',
  description: 'Protects the images that serve and records the release',
  roleActions: [
    'codedeploy:GetDeployment',
    'codedeploy:GetDeploymentGroup',
    'codepipeline:GetPipeline',
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'ecr:BatchGetImage',
    'ecr:PutImage',
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'kms:Decrypt',
    's3:GetObject',
    'ssm:GetParameter',
    'ssm:PutParameter',
  ],
  events: ({ prefix, environment }) => [
    {
      source: ['aws.codedeploy'],
      'detail-type': ['CodeDeploy Deployment State-change Notification'],
      detail: { application: [{ wildcard: `${prefix}-*-${environment}` }], state: ['SUCCESS'] },
    },
    {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: { pipeline: [{ wildcard: `${prefix}-*-${environment}` }], state: ['FAILED', 'STOPPED'] },
    },
    {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      resources: [{ wildcard: `*:service/${prefix}-*-${environment}/${prefix}-*-${environment}` }],
      detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED'] },
    },
  ],
};
