import type { DeploymentConfigInfo, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import type { Deployment } from './deployment/deployment';
import type { Application, Region } from './store';

/**
 * @throws AwsError `ApplicationNameRequiredException`, `InvalidApplicationNameException`, `ApplicationDoesNotExistException`
 */
export function findApplication(region: Region, name: string | undefined): Application {
  checkApplicationName(name);
  const application = region.applications.get(name);
  if (!application)
    throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
  return application;
}

/** @throws AwsError `ApplicationNameRequiredException`, `InvalidApplicationNameException` */
export function checkApplicationName(name: string | undefined): asserts name is string {
  if (!name) throw new AwsError('ApplicationNameRequiredException', 'Application name must be specified.');
  if (name.length > 100)
    throw new AwsError(
      'InvalidApplicationNameException',
      `Application name is longer than 100 characters: ${name}`,
    );
}

/** @throws AwsError `DeploymentGroupNameRequiredException`, `DeploymentGroupDoesNotExistException` */
export function findGroup(application: Application, name: string | undefined): DeploymentGroupInfo {
  if (!name)
    throw new AwsError('DeploymentGroupNameRequiredException', 'Deployment Group name must be specified.');
  const group = application.groups.get(name);
  if (!group)
    throw new AwsError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
  return group;
}

/** @throws AwsError `DeploymentConfigDoesNotExistException` */
export function findConfig(region: Region, name: string | undefined): DeploymentConfigInfo {
  if (!name)
    throw new AwsError(
      'DeploymentConfigNameRequiredException',
      'Deployment Configuration name must be specified.',
    );
  const config = region.configs.get(name);
  if (!config)
    throw new AwsError(
      'DeploymentConfigDoesNotExistException',
      `No Deployment Configuration found for name: ${name}`,
    );
  return config;
}

/** @throws AwsError `DeploymentIdRequiredException`, `InvalidDeploymentIdException`, `DeploymentDoesNotExistException` */
export function findDeployment(region: Region, id: string | undefined): Deployment {
  if (!id) throw new AwsError('DeploymentIdRequiredException', 'Deployment ID must be specified.');
  if (!/^d-[A-Z0-9]{9}$/.test(id))
    throw new AwsError('InvalidDeploymentIdException', `The deployment ID ${id} is not in a valid format.`);
  const deployment = region.deployments.get(id);
  if (!deployment)
    throw new AwsError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
  return deployment;
}
