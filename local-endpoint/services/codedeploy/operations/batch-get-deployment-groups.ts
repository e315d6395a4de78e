import type {
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication } from '../find';
import { withoutContent } from '../revisions';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentGroups.html */
export const batchGetDeploymentGroups =
  (store: CodeDeployStore): Operation<BatchGetDeploymentGroupsInput, BatchGetDeploymentGroupsOutput> =>
  async (input, context) => {
    const application = findApplication(store.of(context), input.applicationName);
    const names = input.deploymentGroupNames ?? [];
    const found = names.flatMap((name) => application.groups.get(name) ?? []);
    const missing = names.filter((name) => !application.groups.has(name));
    return {
      deploymentGroupsInfo: found.map((group) => ({
        ...group,
        targetRevision: withoutContent(group.targetRevision),
      })),
      ...(missing.length
        ? { errorMessage: `No Deployment Group found for name: ${missing.join(', ')}` }
        : {}),
    };
  };
