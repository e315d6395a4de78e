import type { DeploymentInfo, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import type { Deployment } from './deployment/deployment';
import { withoutContent } from './revisions';

/** A deployment as GetDeployment tells it: the content of its AppSpec file is only in GetApplicationRevision. */
export function describeDeployment({ info }: Deployment): DeploymentInfo {
  return {
    ...info,
    revision: withoutContent(info.revision),
    previousRevision: withoutContent(info.previousRevision),
  };
}

/** @throws AwsError `DeploymentTargetDoesNotExistException` */
export function describeTarget({ target, info }: Deployment, targetId: string): DeploymentTarget {
  if (target.targetId !== targetId)
    throw new AwsError(
      'DeploymentTargetDoesNotExistException',
      `The deployment ${info.deploymentId} has no target ${targetId}.`,
    );
  return { deploymentTargetType: 'ECSTarget', ecsTarget: target };
}
