import type { ActionFunction } from './action-function';

/** Environment variables of the `clean-up-bakes` function, to get the pipeline's key from the name of its project. */
export const CLEAN_UP_BAKES_VARIABLES = { prefix: 'PREFIX', environment: 'ENVIRONMENT' } as const;

/**
 * Removes what a bake left that failed or was stopped: instance, volume, key pair, security group, image, snapshot. A bake
 * that succeeds invokes it too, for what earlier ones of its pipeline left whose own event was lost.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 */
export const CLEAN_UP_BAKES: ActionFunction = {
  name: 'clean-up-bakes',
  description: 'Removes what bakes left that failed or were stopped',
  events: ({ prefix, environment }) => [
    {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'project-name': [{ wildcard: `${prefix}-*-${environment}-bake` }],
        'build-status': ['SUCCEEDED', 'FAILED', 'STOPPED', 'FAULT', 'TIMED_OUT'],
      },
    },
  ],
  variables: ({ prefix, environment }) => ({
    [CLEAN_UP_BAKES_VARIABLES.prefix]: prefix,
    [CLEAN_UP_BAKES_VARIABLES.environment]: environment,
  }),
};
