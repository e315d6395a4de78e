import type { GetDeploymentGroupInput, GetDeploymentGroupOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findApplication, findGroup } from '../find';
import { withoutContent } from '../revisions';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentGroup.html */
export const getDeploymentGroup =
  (store: CodeDeployStore): Operation<GetDeploymentGroupInput, GetDeploymentGroupOutput> =>
  async (input, context) => {
    const group = findGroup(
      findApplication(store.of(context), input.applicationName),
      input.deploymentGroupName,
    );
    return { deploymentGroupInfo: { ...group, targetRevision: withoutContent(group.targetRevision) } };
  };
