import type {
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput,
  GetDeploymentTargetInput,
  GetDeploymentTargetOutput,
  ListDeploymentTargetsInput,
  ListDeploymentTargetsOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeTarget } from '../describe';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeploymentTarget.html */
export const getDeploymentTarget =
  (store: CodeDeployStore): Operation<GetDeploymentTargetInput, GetDeploymentTargetOutput> =>
  async ({ deploymentId, targetId }, context) => {
    if (!targetId) throw new AwsError('DeploymentTargetIdRequiredException', 'Target ID must be specified.');
    const deployment = findDeployment(store.in(scopeOf(context)), deploymentId);
    return { deploymentTarget: describeTarget(deployment, targetId) };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentTargets.html */
export const batchGetDeploymentTargets =
  (store: CodeDeployStore): Operation<BatchGetDeploymentTargetsInput, BatchGetDeploymentTargetsOutput> =>
  async ({ deploymentId, targetIds = [] }, context) => {
    const deployment = findDeployment(store.in(scopeOf(context)), deploymentId);
    if (targetIds.length === 0)
      throw new AwsError('DeploymentTargetIdRequiredException', 'Target IDs must be specified.');
    return { deploymentTargets: targetIds.map((id) => describeTarget(deployment, id)) };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeploymentTargets.html */
export const listDeploymentTargets =
  (store: CodeDeployStore): Operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput> =>
  async ({ deploymentId, targetFilters }, context) => {
    const { target } = findDeployment(store.in(scopeOf(context)), deploymentId);
    const statuses = targetFilters?.TargetStatus;
    const matches = !statuses?.length || statuses.includes(target.status ?? 'Pending');
    return { targetIds: matches && target.targetId ? [target.targetId] : [] };
  };
