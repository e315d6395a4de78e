import type { ResourceProvider } from '../../../kit/resources/provider';
import { application } from './application';
import { deploymentConfig } from './deployment-config';
import { deploymentGroup } from './deployment-group';

/** The CloudFormation resource types of CodeDeploy. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CodeDeploy::Application': application,
  'AWS::CodeDeploy::DeploymentConfig': deploymentConfig,
  'AWS::CodeDeploy::DeploymentGroup': deploymentGroup,
};
