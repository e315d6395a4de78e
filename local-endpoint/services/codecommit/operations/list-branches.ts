import type { ListBranchesInput, ListBranchesOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { findRepository } from '../find-repository';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListBranches.html. All in one page. */
export const listBranches =
  (room: Room): Operation<ListBranchesInput, ListBranchesOutput> =>
  async ({ repositoryName }, context) => ({
    branches: await findRepository(room, context, repositoryName).files.branches(),
  });
