import type { ListRepositoriesInput, ListRepositoriesOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import type { CodeCommitStore } from '../store';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListRepositories.html. All in one page. */
export const listRepositories =
  (store: CodeCommitStore): Operation<ListRepositoriesInput, ListRepositoriesOutput> =>
  async ({ sortBy = 'repositoryName', order = 'ascending' }, context) => {
    const here = [...store.repositories.in(scopeOf(context)).values()];
    here.sort((one, other) =>
      sortBy === 'repositoryName'
        ? one.name.localeCompare(other.name)
        : Number(one.modified) - Number(other.modified),
    );
    if (order === 'descending') here.reverse();
    return { repositories: here.map(({ name, id }) => ({ repositoryName: name, repositoryId: id })) };
  };
