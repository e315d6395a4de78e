import type { GetBranchInput, GetBranchOutput } from '@aws-sdk/client-codecommit';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { CodeCommitStore } from '../store';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetBranch.html */
export const getBranch =
  (store: CodeCommitStore): Operation<GetBranchInput, GetBranchOutput> =>
  async ({ repositoryName, branchName }, context) => {
    if (!branchName) throw new AwsError('BranchNameRequiredException', 'A branch name is required');
    const commit = await findRepository(store, context, repositoryName).files.branch(branchName);
    if (!commit) throw new AwsError('BranchDoesNotExistException', `${branchName} does not exist`);
    return { branch: { branchName, commitId: commit.id } };
  };
