import type { ResourceProvider } from '../../../kit/resources/provider';
import { applicationResource } from './application';
import { deploymentConfigResource } from './deployment-config';
import { deploymentGroupResource } from './deployment-group';

/** The CloudFormation resource types of CodeDeploy. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CodeDeploy::Application': applicationResource,
  'AWS::CodeDeploy::DeploymentConfig': deploymentConfigResource,
  'AWS::CodeDeploy::DeploymentGroup': deploymentGroupResource,
};
