import type { GetApplicationInput, GetApplicationOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplication.html */
export const getApplication =
  (room: Room): Operation<GetApplicationInput, GetApplicationOutput> =>
  async (input, context) => {
    return { application: findApplication(room.of(context), input.applicationName).info };
  };
