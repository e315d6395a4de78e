import type { DeploymentGroupInfo, DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import type { DeploymentRecord } from './deployment/deployment';
import { withoutContent } from './revisions';

/** A deployment as GetDeployment returns it: only GetApplicationRevision returns the content of its AppSpec file. */
export function describeDeployment({ info }: DeploymentRecord): DeploymentInfo {
  return {
    ...info,
    revision: withoutContent(info.revision),
    previousRevision: withoutContent(info.previousRevision),
  };
}

/** A deployment group as GetDeploymentGroup returns it, without the content of its AppSpec file, too. */
export function describeGroup(group: DeploymentGroupInfo): DeploymentGroupInfo {
  return { ...group, targetRevision: withoutContent(group.targetRevision) };
}

/** @throws AwsError `DeploymentTargetDoesNotExistException` */
export function describeTarget({ target, info }: DeploymentRecord, targetId: string): DeploymentTarget {
  if (target.targetId !== targetId)
    throw new AwsError(
      'DeploymentTargetDoesNotExistException',
      `The deployment ${info.deploymentId} has no target ${targetId}.`,
    );
  const { taskSetsInfo, lambdaFunctionInfo, ...common } = target;
  return lambdaFunctionInfo
    ? { deploymentTargetType: 'LambdaTarget', lambdaTarget: { ...common, lambdaFunctionInfo } }
    : { deploymentTargetType: 'ECSTarget', ecsTarget: { ...common, taskSetsInfo } };
}
