import type { GetApplicationRevisionInput, GetApplicationRevisionOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import { revisionKey } from '../revisions';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplicationRevision.html */
export const getApplicationRevision =
  (store: CodeDeployStore): Operation<GetApplicationRevisionInput, GetApplicationRevisionOutput> =>
  async (input, context) => {
    const { applicationName } = input;
    const application = findApplication(store.of(context), applicationName);
    if (!input.revision) throw new AwsError('RevisionRequiredException', 'Revision must be specified.');
    const known = application.revisions.get(revisionKey(input.revision));
    if (!known)
      throw new AwsError(
        'RevisionDoesNotExistException',
        `The revision does not exist in ${applicationName}.`,
      );
    return { applicationName, revision: known.location, revisionInfo: known.info };
  };
