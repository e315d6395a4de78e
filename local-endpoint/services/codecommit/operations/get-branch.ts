import type { GetBranchInput, GetBranchOutput } from '@aws-sdk/client-codecommit';
import { AwsError, type Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetBranch.html */
export const getBranch =
  (room: Room): Operation<GetBranchInput, GetBranchOutput> =>
  async ({ repositoryName, branchName }, context) => {
    if (!branchName) throw new AwsError('BranchNameRequiredException', 'A branch name is required');
    const commit = await findRepository(room, context, repositoryName).files.branch(branchName);
    if (!commit) throw new AwsError('BranchDoesNotExistException', `${branchName} does not exist`);
    return { branch: { branchName, commitId: commit.id } };
  };
