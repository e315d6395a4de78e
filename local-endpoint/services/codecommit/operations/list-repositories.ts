import type { ListRepositoriesInput, ListRepositoriesOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListRepositories.html. All in one page. */
export const listRepositories =
  (room: Room): Operation<ListRepositoriesInput, ListRepositoriesOutput> =>
  async ({ sortBy = 'repositoryName', order = 'ascending' }, { caller, region }) => {
    const here = [...room.codecommit.values()].filter(
      (repository) => repository.accountId === caller.accountId && repository.region === region,
    );
    here.sort((one, other) =>
      sortBy === 'repositoryName'
        ? one.name.localeCompare(other.name)
        : Number(one.modified) - Number(other.modified),
    );
    if (order === 'descending') here.reverse();
    return { repositories: here.map(({ name, id }) => ({ repositoryName: name, repositoryId: id })) };
  };
