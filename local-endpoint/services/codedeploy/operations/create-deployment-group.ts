import type {
  CreateDeploymentGroupInput,
  CreateDeploymentGroupOutput,
  DeploymentGroupInfo,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { randomUUID } from 'node:crypto';
import { findApplication } from '../find';
import { DEFAULT_CONFIG } from '../predefined-configs';
import { groupArn, type CodeDeployStore } from '../store';
import { validateGroup } from '../validate-group';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html */
export const createDeploymentGroup =
  (store: CodeDeployStore): Operation<CreateDeploymentGroupInput, CreateDeploymentGroupOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const application = findApplication(region, input.applicationName);
    const {
      deploymentGroupName,
      tags,
      ec2TagFilters,
      onPremisesInstanceTagFilters,
      autoScalingGroups,
      ...rest
    } = input;
    if (!deploymentGroupName)
      throw new AwsError('DeploymentGroupNameRequiredException', 'Deployment Group name must be specified.');
    if (application.groups.has(deploymentGroupName))
      throw new AwsError(
        'DeploymentGroupAlreadyExistsException',
        `Deployment Group already exists for name: ${deploymentGroupName}`,
      );
    if (application.info.computePlatform !== 'ECS')
      throw new AwsError(
        'UnsupportedOperation',
        `The local endpoint deploys to the compute platform ECS; got: ${application.info.computePlatform}`,
      );
    const group: DeploymentGroupInfo = {
      deploymentConfigName: DEFAULT_CONFIG,
      ...rest,
      ec2TagFilters,
      onPremisesInstanceTagFilters,
      autoScalingGroups: autoScalingGroups as never,
      deploymentGroupName,
      deploymentGroupId: randomUUID(),
      computePlatform: 'ECS',
      outdatedInstancesStrategy: 'UPDATE',
      triggerConfigurations: rest.triggerConfigurations ?? [],
    };
    validateGroup(region, group);
    application.groups.set(deploymentGroupName, group);
    if (tags?.length)
      region.tags.set(groupArn(region, application.info.applicationName ?? '', deploymentGroupName), tags);
    return { deploymentGroupId: group.deploymentGroupId };
  };
