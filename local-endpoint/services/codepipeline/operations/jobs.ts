import type {
  GetJobDetailsInput,
  GetJobDetailsOutput,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { validate } from '../../../kit/validate';
import { findJob, findOpenJob } from '../find';
import { ID } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_VARIABLE_BYTES = 122_880;

const FAILURE_TYPES = [
  'JobFailed',
  'ConfigurationError',
  'PermissionError',
  'RevisionOutOfSync',
  'RevisionUnavailable',
  'SystemUnavailable',
];

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetJobDetails.html */
export const getJobDetails =
  (store: CodePipelineStore): Operation<GetJobDetailsInput, GetJobDetailsOutput> =>
  async (input, context) => {
    const { jobId } = validate(input, ['jobId'], { jobId: ID });
    return { jobDetails: structuredClone(findJob(store, context, jobId).details) };
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
export const putJobSuccessResult =
  (store: CodePipelineStore): Operation<PutJobSuccessResultInput> =>
  async (input, context) => {
    const rules = { jobId: ID, continuationToken: { maxLength: 2048 } };
    const { jobId, continuationToken, outputVariables, executionDetails } = validate(input, ['jobId'], rules);
    const job = findOpenJob(store, context, jobId);
    if (continuationToken && outputVariables) {
      throw new AwsError(
        'ValidationException',
        'Output variables can only be given without a continuation token',
      );
    }
    if (Buffer.byteLength(JSON.stringify(outputVariables ?? {})) > MAX_VARIABLE_BYTES) {
      throw new AwsError(
        'OutputVariablesSizeExceededException',
        'Exceeded the total size limit for all variables in the pipeline.',
      );
    }
    job.answer({ outcome: 'success', continuationToken, outputVariables, ...executionDetails });
    return {};
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobFailureResult.html */
export const putJobFailureResult =
  (store: CodePipelineStore): Operation<PutJobFailureResultInput> =>
  async (input, context) => {
    const { jobId, failureDetails } = validate(input, ['jobId', 'failureDetails'], { jobId: ID });
    const details = validate(failureDetails, ['type', 'message'], {
      type: { oneOf: FAILURE_TYPES },
      message: { maxLength: 5000 },
    });
    findOpenJob(store, context, jobId).answer({ outcome: 'failure', ...details });
    return {};
  };
