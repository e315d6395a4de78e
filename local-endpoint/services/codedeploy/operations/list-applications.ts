import type { ListApplicationsInput, ListApplicationsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplications.html */
export const listApplications =
  (room: Room): Operation<ListApplicationsInput, ListApplicationsOutput> =>
  async (_input, context) => {
    return { applications: [...room.of(context).applications.keys()].sort() };
  };
