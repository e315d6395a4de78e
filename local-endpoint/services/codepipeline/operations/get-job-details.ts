import type { GetJobDetailsInput, GetJobDetailsOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findJob } from '../find-job';
import { checked, ID } from '../request';
import type { Room } from '../state';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetJobDetails.html */
export const getJobDetails =
  (room: Room): Operation<GetJobDetailsInput, GetJobDetailsOutput> =>
  async (input, context) => {
    const { jobId } = checked(input, ['jobId'], { jobId: ID });
    return { jobDetails: structuredClone(findJob(room, context, jobId).details) };
  };
