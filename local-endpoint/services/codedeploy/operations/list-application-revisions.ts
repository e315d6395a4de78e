import type {
  ListApplicationRevisionsInput,
  ListApplicationRevisionsOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import { withoutContent } from '../revisions';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplicationRevisions.html */
export const listApplicationRevisions =
  (store: CodeDeployStore): Operation<ListApplicationRevisionsInput, ListApplicationRevisionsOutput> =>
  async (input, context) => {
    const application = findApplication(store.of(context), input.applicationName);
    const revisions = [...application.revisions.values()].flatMap(
      ({ location }) => withoutContent(location) ?? [],
    );
    return { revisions: input.sortOrder === 'descending' ? revisions.reverse() : revisions };
  };
