import { AwsError } from '../../kit/aws-error';
import { invalid } from './request';
import type { Region, Room } from './room';
import { CODEBUILD_PRINCIPAL } from './run/provision';

/**
 * CodeBuild tries at once whether it may be a project's service role.
 * @throws AwsError `InvalidInputException`
 */
export async function requireAssumable(
  { world }: Room,
  region: Region,
  role: string,
  project: string,
): Promise<void> {
  try {
    await world.aws.asRole(role, region.name, CODEBUILD_PRINCIPAL, project);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`CodeBuild is not authorized to perform: sts:AssumeRole on ${role}`);
  }
}
