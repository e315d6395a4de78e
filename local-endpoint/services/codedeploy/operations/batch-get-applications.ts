import type { BatchGetApplicationsInput, BatchGetApplicationsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplications.html */
export const batchGetApplications =
  (store: CodeDeployStore): Operation<BatchGetApplicationsInput, BatchGetApplicationsOutput> =>
  async (input, context) => {
    const region = store.of(context);
    return {
      applicationsInfo: (input.applicationNames ?? []).map((name) => findApplication(region, name).info),
    };
  };
