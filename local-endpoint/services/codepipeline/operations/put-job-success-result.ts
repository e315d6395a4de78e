import type { PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { openJob } from '../find-job';
import { checked, ID } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MOST_VARIABLE_BYTES = 122_880;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutJobSuccessResult.html */
export const putJobSuccessResult =
  (store: CodePipelineStore): Operation<PutJobSuccessResultInput> =>
  async (input, context) => {
    const rules = { jobId: ID, continuationToken: { maximumLength: 2048 } };
    const given = checked(input, ['jobId'], rules);
    const job = openJob(store, context, given.jobId);
    if (given.continuationToken && given.outputVariables) {
      throw new AwsError(
        'ValidationException',
        'Output variables can only be given without a continuation token',
      );
    }
    if (Buffer.byteLength(JSON.stringify(given.outputVariables ?? {})) > MOST_VARIABLE_BYTES) {
      throw new AwsError(
        'OutputVariablesSizeExceededException',
        'Exceeded the total size limit for all variables in the pipeline.',
      );
    }
    job.answer({
      outcome: 'success',
      continuationToken: given.continuationToken,
      outputVariables: given.outputVariables,
      ...given.executionDetails,
    });
    return {};
  };
