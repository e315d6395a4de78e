import type { ListDeploymentsInput, ListDeploymentsOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findApplication, findGroup } from '../find';
import type { CodeDeployStore } from '../store';

/**
 * Newest first.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html
 */
export const listDeployments =
  (store: CodeDeployStore): Operation<ListDeploymentsInput, ListDeploymentsOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const { applicationName, deploymentGroupName, includeOnlyStatuses, createTimeRange, externalId } = input;
    if (deploymentGroupName && !applicationName)
      throw new AwsError('ApplicationNameRequiredException', 'Application name must be specified.');
    if (applicationName && !deploymentGroupName)
      throw new AwsError('DeploymentGroupNameRequiredException', 'Deployment Group name must be specified.');
    if (applicationName) findGroup(findApplication(region, applicationName), deploymentGroupName);
    const { start, end } = createTimeRange ?? {};
    const found = [...region.deployments.values()].filter(
      ({ info }) =>
        (!applicationName || info.applicationName === applicationName) &&
        (!deploymentGroupName || info.deploymentGroupName === deploymentGroupName) &&
        (!externalId || info.externalId === externalId) &&
        (!includeOnlyStatuses?.length || includeOnlyStatuses.includes(info.status ?? 'Created')) &&
        (!start || time(info.createTime) >= time(start)) &&
        (!end || time(info.createTime) <= time(end)),
    );
    return { deployments: found.map(({ info }) => info.deploymentId).reverse() };
  };

/** A range may come as Date or, as the protocol writes it, in seconds. */
const time = (value: Date | number | undefined): number =>
  typeof value === 'number' ? value * 1000 : (value?.getTime() ?? 0);
