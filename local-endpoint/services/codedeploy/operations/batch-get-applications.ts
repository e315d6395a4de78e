import type { BatchGetApplicationsInput, BatchGetApplicationsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplications.html */
export const batchGetApplications =
  (room: Room): Operation<BatchGetApplicationsInput, BatchGetApplicationsOutput> =>
  async (input, context) => {
    const region = room.of(context);
    return {
      applicationsInfo: (input.applicationNames ?? []).map((name) => findApplication(region, name).info),
    };
  };
