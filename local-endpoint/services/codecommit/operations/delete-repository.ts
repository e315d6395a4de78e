import { rm } from 'node:fs/promises';
import type { DeleteRepositoryInput, DeleteRepositoryOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { repositoryKey } from '../model';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_DeleteRepository.html. One that is not there is no error. */
export const deleteRepository =
  (room: Room): Operation<DeleteRepositoryInput, DeleteRepositoryOutput> =>
  async ({ repositoryName = '' }, { caller, region }) => {
    const key = repositoryKey(caller.accountId, region, repositoryName);
    const repository = room.codecommit.get(key);
    if (!repository) return {};
    room.codecommit.delete(key);
    await rm(repository.files.folder, { recursive: true, force: true });
    return { repositoryId: repository.id };
  };
