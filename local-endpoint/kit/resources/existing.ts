import { AwsError } from '../aws-error';
import { isError } from './errors';
import type { ResourceContext } from './provider';

/**
 * Refuses to take over a resource that is there already, where the service's call to create would do so silently.
 * @param lookUp finds it, or fails with one of the codes
 * @throws AwsError `AlreadyExists` in CloudFormation's words
 */
export async function refuseExisting(
  context: ResourceContext,
  name: string,
  lookUp: Promise<unknown>,
  ...codes: readonly string[]
): Promise<void> {
  try {
    if ((await lookUp) === undefined) return;
  } catch (error) {
    if (isError(error, ...codes)) return;
    throw error;
  }
  throw new AwsError('AlreadyExists', `${name} already exists in stack or account: ${context.type} ${name}`);
}
