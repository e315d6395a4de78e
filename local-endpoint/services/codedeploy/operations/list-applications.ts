import type { ListApplicationsInput, ListApplicationsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplications.html */
export const listApplications =
  (store: CodeDeployStore): Operation<ListApplicationsInput, ListApplicationsOutput> =>
  async (_input, context) => {
    return { applications: [...store.of(context).applications.keys()].sort() };
  };
