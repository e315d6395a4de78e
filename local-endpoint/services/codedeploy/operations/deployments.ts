import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentsOutput,
  GetDeploymentInput,
  GetDeploymentOutput,
  ListDeploymentsInput,
  ListDeploymentsOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeDeployment } from '../describe';
import { checkGroupName, findApplication, findDeployment, findGroup } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html */
export const getDeployment =
  (store: CodeDeployStore): Operation<GetDeploymentInput, GetDeploymentOutput> =>
  async ({ deploymentId }, context) => ({
    deploymentInfo: describeDeployment(findDeployment(store.in(scopeOf(context)), deploymentId)),
  });

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
export const batchGetDeployments =
  (store: CodeDeployStore): Operation<BatchGetDeploymentsInput, BatchGetDeploymentsOutput> =>
  async ({ deploymentIds = [] }, context) => {
    const state = store.in(scopeOf(context));
    return { deploymentsInfo: deploymentIds.map((id) => describeDeployment(findDeployment(state, id))) };
  };

/**
 * Newest first.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html
 */
export const listDeployments =
  (store: CodeDeployStore): Operation<ListDeploymentsInput, ListDeploymentsOutput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { applicationName, deploymentGroupName, includeOnlyStatuses, createTimeRange, externalId } = input;
    if (deploymentGroupName && !applicationName)
      throw new AwsError('ApplicationNameRequiredException', 'Application name must be specified.');
    if (applicationName) {
      checkGroupName(deploymentGroupName);
      findGroup(findApplication(state, applicationName), deploymentGroupName);
    }
    const { start, end } = createTimeRange ?? {};
    const found = [...state.deployments.values()].filter(
      ({ info }) =>
        (!applicationName || info.applicationName === applicationName) &&
        (!deploymentGroupName || info.deploymentGroupName === deploymentGroupName) &&
        (!externalId || info.externalId === externalId) &&
        (!includeOnlyStatuses?.length || includeOnlyStatuses.includes(info.status ?? 'Created')) &&
        (!start || timeOf(info.createTime) >= timeOf(start)) &&
        (!end || timeOf(info.createTime) <= timeOf(end)),
    );
    return { deployments: found.map(({ info }) => info.deploymentId).reverse() };
  };

/** Milliseconds since 1970; a range may come as Date or, as the protocol writes it, in seconds. */
const timeOf = (value: Date | number | undefined): number =>
  typeof value === 'number' ? value * 1000 : (value?.getTime() ?? 0);
