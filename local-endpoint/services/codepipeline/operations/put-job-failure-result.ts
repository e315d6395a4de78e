import type { PutJobFailureResultInput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { openJob } from '../find-job';
import { checked, ID } from '../request';
import type { CodePipelineStore } from '../store';

/** The API's failure types. */
const TYPES = [
  'JobFailed',
  'ConfigurationError',
  'PermissionError',
  'RevisionOutOfSync',
  'RevisionUnavailable',
  'SystemUnavailable',
];

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobFailureResult.html */
export const putJobFailureResult =
  (store: CodePipelineStore): Operation<PutJobFailureResultInput> =>
  async (input, context) => {
    const { jobId, failureDetails } = checked(input, ['jobId', 'failureDetails'], { jobId: ID });
    const details = checked(failureDetails, ['type', 'message'], {
      type: { among: TYPES },
      message: { maximumLength: 5000 },
    });
    openJob(store, context, jobId).answer({ outcome: 'failure', ...details });
    return {};
  };
