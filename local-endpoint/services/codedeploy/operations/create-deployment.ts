import type {
  CreateDeploymentInput,
  CreateDeploymentOutput,
  DeploymentGroupInfo,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { parseAppSpec } from '../app-spec';
import { isActive, newDeployment } from '../deployment/deployment';
import { carryOut } from '../deployment/start';
import { findApplication, findConfig, findGroup } from '../find';
import { registerRevision, revisionContent } from '../revisions';
import { newDeploymentId, type Region, type CodeDeployStore } from '../store';

/**
 * The deployment goes on behind; an AppSpec file that cannot be read is refused here.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html
 */
export const createDeployment =
  (store: CodeDeployStore): Operation<CreateDeploymentInput, CreateDeploymentOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const application = findApplication(region, input.applicationName);
    const group = findGroup(application, input.deploymentGroupName);
    const deploymentConfigName = input.deploymentConfigName ?? group.deploymentConfigName;
    findConfig(region, deploymentConfigName);
    const appSpec = parseAppSpec(revisionContent(input.revision));
    refuseSecond(region, group);
    const { description, autoRollbackConfiguration, overrideAlarmConfiguration } = input;
    const now = store.context.clock.now();
    const deploymentId = newDeploymentId();
    const revision =
      input.revision && registerRevision(application, input.revision, now, description).location;
    const deployment = newDeployment({
      deploymentId,
      account: region.account,
      region: region.name,
      group: { ...group },
      appSpec,
      creator: 'user',
      now,
      info: {
        description,
        deploymentConfigName,
        revision,
        previousRevision: group.targetRevision,
        overrideAlarmConfiguration,
        autoRollbackConfiguration: autoRollbackConfiguration ?? group.autoRollbackConfiguration,
      },
    });
    region.deployments.set(deploymentId, deployment);
    group.lastAttemptedDeployment = { deploymentId, status: 'Created', createTime: now };
    void carryOut({ serviceContext: store.context, region, application }, deployment);
    return { deploymentId };
  };

function refuseSecond(region: Region, group: DeploymentGroupInfo): void {
  const { applicationName, deploymentGroupName } = group;
  for (const deployment of region.deployments.values()) {
    const { info } = deployment;
    if (!isActive(deployment) || info.applicationName !== applicationName) continue;
    if (info.deploymentGroupName === deploymentGroupName)
      throw new AwsError(
        'DeploymentLimitExceededException',
        `The Deployment Group '${deploymentGroupName}' already has an active Deployment '${info.deploymentId}'`,
      );
  }
}
