import type { ListDeploymentTargetsInput, ListDeploymentTargetsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentTargets.html */
export const listDeploymentTargets =
  (store: CodeDeployStore): Operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput> =>
  async (input, context) => {
    const { target } = findDeployment(store.of(context), input.deploymentId);
    const wanted = input.targetFilters?.TargetStatus;
    const matches = !wanted?.length || wanted.includes(target.status ?? 'Pending');
    return { targetIds: matches && target.targetId ? [target.targetId] : [] };
  };
