import type { RegisterApplicationRevisionInput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { parseAppSpec } from '../app-spec';
import { findApplication } from '../find';
import { registerRevision, revisionContent } from '../revisions';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_RegisterApplicationRevision.html */
export const registerApplicationRevision =
  (store: CodeDeployStore): Operation<RegisterApplicationRevisionInput, object> =>
  async (input, context) => {
    const application = findApplication(store.of(context), input.applicationName);
    parseAppSpec(revisionContent(input.revision));
    if (input.revision)
      registerRevision(application, input.revision, store.context.clock.now(), input.description);
    return {};
  };
