import type {
  GetApplicationRevisionInput,
  GetApplicationRevisionOutput,
  ListApplicationRevisionsInput,
  ListApplicationRevisionsOutput,
  RegisterApplicationRevisionInput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { parseAppSpec } from '../app-spec';
import { findApplication } from '../find';
import { parseFunctionSpec } from '../function-spec';
import { registerRevision, revisionContent, revisionKey, withoutContent } from '../revisions';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RegisterApplicationRevision.html */
export const registerApplicationRevision =
  (store: CodeDeployStore): Operation<RegisterApplicationRevisionInput, object> =>
  async ({ applicationName, revision, description }, context) => {
    const application = findApplication(store.in(scopeOf(context)), applicationName);
    const content = revisionContent(revision);
    if (application.info.computePlatform === 'Lambda') parseFunctionSpec(content);
    else parseAppSpec(content);
    if (revision) registerRevision(application, revision, store.context.clock.now(), description);
    return {};
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplicationRevision.html */
export const getApplicationRevision =
  (store: CodeDeployStore): Operation<GetApplicationRevisionInput, GetApplicationRevisionOutput> =>
  async ({ applicationName, revision }, context) => {
    const application = findApplication(store.in(scopeOf(context)), applicationName);
    if (!revision) throw new AwsError('RevisionRequiredException', 'Revision must be specified.');
    const known = application.revisions.get(revisionKey(revision));
    if (!known)
      throw new AwsError(
        'RevisionDoesNotExistException',
        `The revision does not exist in ${applicationName}.`,
      );
    return { applicationName, revision: known.location, revisionInfo: known.info };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplicationRevisions.html */
export const listApplicationRevisions =
  (store: CodeDeployStore): Operation<ListApplicationRevisionsInput, ListApplicationRevisionsOutput> =>
  async ({ applicationName, sortOrder }, context) => {
    const application = findApplication(store.in(scopeOf(context)), applicationName);
    const revisions = [...application.revisions.values()].flatMap(
      ({ location }) => withoutContent(location) ?? [],
    );
    return { revisions: sortOrder === 'descending' ? revisions.reverse() : revisions };
  };
