import { AwsError } from '../../kit/aws-error';
import type { Scope } from '../../kit/scope';
import type { StoredProject } from './model';
import { invalidInput } from './request';
import type { CodeBuildStore } from './store';

/** The principal that a project's service role must trust. */
export const CODEBUILD_PRINCIPAL = 'codebuild.amazonaws.com';

/**
 * Assumes a project's service role, as CodeBuild does when the role is set.
 * @throws AwsError `InvalidInputException` where it may not
 */
export async function requireServiceRole(
  { context }: CodeBuildStore,
  { region }: Scope,
  { serviceRole, arn }: StoredProject,
): Promise<void> {
  try {
    await context.aws.asRole(serviceRole, region, CODEBUILD_PRINCIPAL, arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidInput(`CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}`);
  }
}
