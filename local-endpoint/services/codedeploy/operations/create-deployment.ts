import type { CreateDeploymentInput, CreateDeploymentOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { parseAppSpec } from '../app-spec';
import { newDeploymentRecord, platformOf } from '../deployment/deployment';
import { executeDeployment } from '../deployment/execute';
import { parseFunctionSpec } from '../function-spec';
import { findActiveDeployment, findApplication, findConfig, findGroup } from '../find';
import { registerRevision, revisionContent } from '../revisions';
import type { CodeDeployState, CodeDeployStore } from '../store';
import { checkPlatform } from '../validate-group';

/**
 * Returns when the deployment has begun; it refuses an AppSpec file that cannot be read.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html
 */
export const createDeployment =
  (store: CodeDeployStore): Operation<CreateDeploymentInput, CreateDeploymentOutput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const application = findApplication(state, input.applicationName);
    const group = findGroup(application, input.deploymentGroupName);
    const deploymentConfigName = input.deploymentConfigName ?? group.deploymentConfigName;
    checkPlatform(findConfig(state, deploymentConfigName), group);
    const content = revisionContent(input.revision);
    const spec =
      platformOf(group) === 'Lambda'
        ? { functionSpec: parseFunctionSpec(content) }
        : { appSpec: parseAppSpec(content) };
    checkNoneIsActive(state, group.applicationName, group.deploymentGroupName);
    const { description, autoRollbackConfiguration, overrideAlarmConfiguration } = input;
    const now = store.context.clock.now();
    const deployment = newDeploymentRecord({
      scope: state.scope,
      group: { ...group },
      ...spec,
      creator: 'user',
      now,
      info: {
        description,
        deploymentConfigName,
        revision: input.revision && registerRevision(application, input.revision, now, description).location,
        previousRevision: group.targetRevision,
        overrideAlarmConfiguration,
        autoRollbackConfiguration: autoRollbackConfiguration ?? group.autoRollbackConfiguration,
      },
    });
    const { deploymentId } = deployment.info;
    state.deployments.set(deploymentId, deployment);
    group.lastAttemptedDeployment = { deploymentId, status: 'Created', createTime: now };
    void executeDeployment({ serviceContext: store.context, state, application, deployment });
    return { deploymentId };
  };

function checkNoneIsActive(
  state: CodeDeployState,
  application: string | undefined,
  group: string | undefined,
): void {
  const active = findActiveDeployment(state, application, group);
  if (active)
    throw new AwsError(
      'DeploymentLimitExceededException',
      `The Deployment Group '${group}' already has an active Deployment '${active.info.deploymentId}'`,
    );
}
