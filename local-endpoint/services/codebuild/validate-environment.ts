import type { EnvironmentVariable, ProjectEnvironment } from '@aws-sdk/client-codebuild';
import { invalidInput, unsupportedInput } from './request';

/**
 * The environment types that this machine replaces. Each of CodeBuild's own images is for one of them.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
 */
const TYPES = ['LINUX_CONTAINER', 'ARM_CONTAINER'];

const VARIABLE_TYPES = ['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER'];

/** @throws AwsError `InvalidInputException` */
export function validateEnvironment(environment: ProjectEnvironment | undefined): void {
  const { type = '', image, computeType, environmentVariables, fleet, dockerServer } = environment ?? {};
  if (!TYPES.includes(type))
    throw invalidInput(
      `environment.type ${type || 'none'} is not supported by the local CodeBuild; it has ${TYPES.join(', ')}`,
    );
  if (!image) throw invalidInput('Invalid environment: image is required');
  if (image.startsWith('aws/codebuild/') && image.includes('-aarch64-') !== (type === 'ARM_CONTAINER'))
    throw invalidInput(`Invalid environment: image ${image} does not run on ${type}`);
  if (!/^BUILD_GENERAL1_(SMALL|MEDIUM|LARGE|XLARGE|2XLARGE)$/.test(computeType ?? ''))
    throw invalidInput(`Invalid environment: computeType is not valid; got: ${computeType ?? 'none'}`);
  if (fleet) throw unsupportedInput('environment.fleet', 'it has this machine only');
  if (dockerServer) throw unsupportedInput('environment.dockerServer', 'use privilegedMode');
  validateVariables(environmentVariables);
}

/** @throws AwsError `InvalidInputException` */
export function validateVariables(variables: readonly EnvironmentVariable[] = []): void {
  for (const { name, value, type = 'PLAINTEXT' } of variables) {
    if (!name) throw invalidInput('Invalid environment variable: name is required');
    if (value === undefined) throw invalidInput(`Invalid environment variable ${name}: value is required`);
    if (!VARIABLE_TYPES.includes(type))
      throw invalidInput(
        `Invalid environment variable ${name}: type must be one of ${VARIABLE_TYPES.join(', ')}; got: ${type}`,
      );
  }
  const names = variables.map(({ name }) => name);
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate) throw invalidInput(`Invalid environment variables: ${duplicate} is there twice`);
}
