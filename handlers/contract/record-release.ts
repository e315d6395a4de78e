import type { ActionFunction } from './action-function';
import type { PipelineIdentity } from './names';

/**
 * What a pipeline hands the `record-release` action as UserParameters (JSON, at most 1,000 characters):
 * whose release it is, and `#{codepipeline.PipelineExecutionId}`, which no other part of the job's event tells.
 */
export interface RecordReleaseParameters extends PipelineIdentity {
  /**
   * The pipeline execution, for the log; in the template `#{codepipeline.PipelineExecutionId}`.
   * @default - log lines do not tell it before the pipeline's state has been read
   */
  readonly executionId?: string;
}

/** UserParameters of a pipeline's `record-release` action, for its template. */
export const recordReleaseUserParameters = ({ prefix, pipeline, environment }: PipelineIdentity): string =>
  JSON.stringify({
    prefix,
    pipeline,
    environment,
    executionId: '#{codepipeline.PipelineExecutionId}',
  } satisfies RecordReleaseParameters);

/**
 * Environment variables of the `record-release` function. A CodeDeploy event names an application
 * `<prefix>-<pipeline>-<environment>`; only with these two can the pipeline's own name be cut out of it.
 */
export const RECORD_RELEASE_VARIABLES = { prefix: 'PREFIX', environment: 'ENVIRONMENT' } as const;

/**
 * Runs as the last action of a pipeline, and whenever CodeDeploy ends a deployment well, because a rollback does so too,
 * whoever asked for it. https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export const RECORD_RELEASE: ActionFunction = {
  name: 'record-release',
  description: 'Protects the images that serve and writes down the release',
  events: ({ prefix, environment }) => [
    {
      source: ['aws.codedeploy'],
      'detail-type': ['CodeDeploy Deployment State-change Notification'],
      detail: { application: [{ wildcard: `${prefix}-*-${environment}` }], state: ['SUCCESS'] },
    },
  ],
  variables: ({ prefix, environment }) => ({
    [RECORD_RELEASE_VARIABLES.prefix]: prefix,
    [RECORD_RELEASE_VARIABLES.environment]: environment,
  }),
};
