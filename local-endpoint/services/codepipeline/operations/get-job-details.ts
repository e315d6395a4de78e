import type { GetJobDetailsInput, GetJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findJob } from '../find-job';
import { checked, ID } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetJobDetails.html */
export const getJobDetails =
  (store: CodePipelineStore): Operation<GetJobDetailsInput, GetJobDetailsOutput> =>
  async (input, context) => {
    const { jobId } = checked(input, ['jobId'], { jobId: ID });
    return { jobDetails: structuredClone(findJob(store, context, jobId).details) };
  };
