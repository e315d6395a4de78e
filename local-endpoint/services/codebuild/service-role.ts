import { AwsError } from '../../kit/aws-error';
import { invalid } from './request';
import type { Region, CodeBuildStore } from './store';
import { CODEBUILD_PRINCIPAL } from './run/provision';

/**
 * CodeBuild tries at once whether it may be a project's service role.
 * @throws AwsError `InvalidInputException`
 */
export async function requireAssumable(
  { context: serviceContext }: CodeBuildStore,
  region: Region,
  role: string,
  project: string,
): Promise<void> {
  try {
    await serviceContext.aws.asRole(role, region.name, CODEBUILD_PRINCIPAL, project);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`CodeBuild is not authorized to perform: sts:AssumeRole on ${role}`);
  }
}
