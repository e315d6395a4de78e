import type { DeploymentConfigInfo, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../kit/aws-error';
import { type DeploymentRecord, isActive } from './deployment/deployment';
import type { ApplicationRecord, CodeDeployState } from './store';

const MAX_APPLICATION_NAME_LENGTH = 100;

/**
 * @throws AwsError `ApplicationNameRequiredException`, `InvalidApplicationNameException`, `ApplicationDoesNotExistException`
 */
export function findApplication(state: CodeDeployState, name: string | undefined): ApplicationRecord {
  checkApplicationName(name);
  const application = state.applications.get(name);
  if (!application)
    throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
  return application;
}

/** @throws AwsError `ApplicationNameRequiredException`, `InvalidApplicationNameException` */
export function checkApplicationName(name: string | undefined): asserts name is string {
  if (!name) throw new AwsError('ApplicationNameRequiredException', 'Application name must be specified.');
  if (name.length > MAX_APPLICATION_NAME_LENGTH)
    throw new AwsError(
      'InvalidApplicationNameException',
      `Application name is longer than ${MAX_APPLICATION_NAME_LENGTH} characters: ${name}`,
    );
}

/** @throws AwsError `DeploymentGroupNameRequiredException`, `DeploymentGroupDoesNotExistException` */
export function findGroup(application: ApplicationRecord, name: string | undefined): DeploymentGroupInfo {
  checkGroupName(name);
  const group = application.groups.get(name);
  if (!group)
    throw new AwsError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
  return group;
}

/** @throws AwsError `DeploymentGroupNameRequiredException` */
export function checkGroupName(name: string | undefined): asserts name is string {
  if (!name)
    throw new AwsError('DeploymentGroupNameRequiredException', 'Deployment Group name must be specified.');
}

/** @throws AwsError `DeploymentConfigNameRequiredException`, `DeploymentConfigDoesNotExistException` */
export function findConfig(state: CodeDeployState, name: string | undefined): DeploymentConfigInfo {
  checkConfigName(name);
  const config = state.configs.get(name);
  if (!config)
    throw new AwsError(
      'DeploymentConfigDoesNotExistException',
      `No Deployment Configuration found for name: ${name}`,
    );
  return config;
}

/** @throws AwsError `DeploymentConfigNameRequiredException` */
export function checkConfigName(name: string | undefined): asserts name is string {
  if (!name)
    throw new AwsError(
      'DeploymentConfigNameRequiredException',
      'Deployment Configuration name must be specified.',
    );
}

/** @throws AwsError `DeploymentIdRequiredException`, `InvalidDeploymentIdException`, `DeploymentDoesNotExistException` */
export function findDeployment(state: CodeDeployState, id: string | undefined): DeploymentRecord {
  if (!id) throw new AwsError('DeploymentIdRequiredException', 'Deployment ID must be specified.');
  if (!/^d-[A-Z0-9]{9}$/.test(id))
    throw new AwsError('InvalidDeploymentIdException', `The deployment ID ${id} is not in a valid format.`);
  const deployment = state.deployments.get(id);
  if (!deployment)
    throw new AwsError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
  return deployment;
}

/**
 * A deployment that has not ended, of an application or of one of its groups.
 * @param group its name @default - any group of the application
 * @returns undefined where none is active
 */
export function findActiveDeployment(
  state: CodeDeployState,
  application: string | undefined,
  group?: string,
): DeploymentRecord | undefined {
  return [...state.deployments.values()].find(
    (deployment) =>
      isActive(deployment) &&
      deployment.info.applicationName === application &&
      (group === undefined || deployment.info.deploymentGroupName === group),
  );
}
