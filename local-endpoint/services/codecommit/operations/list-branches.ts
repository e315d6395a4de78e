import type { ListBranchesInput, ListBranchesOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../kit/operation';
import type { CodeCommitStore } from '../store';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListBranches.html. All in one page. */
export const listBranches =
  (store: CodeCommitStore): Operation<ListBranchesInput, ListBranchesOutput> =>
  async ({ repositoryName }, context) => ({
    branches: await findRepository(store, context, repositoryName).files.branches(),
  });
