import type { GetApplicationInput, GetApplicationOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplication.html */
export const getApplication =
  (store: CodeDeployStore): Operation<GetApplicationInput, GetApplicationOutput> =>
  async (input, context) => {
    return { application: findApplication(store.of(context), input.applicationName).info };
  };
