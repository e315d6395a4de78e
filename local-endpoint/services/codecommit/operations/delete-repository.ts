import { rm } from 'node:fs/promises';
import type { DeleteRepositoryInput, DeleteRepositoryOutput } from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import type { CodeCommitStore } from '../store';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_DeleteRepository.html. One that is not there is no error. */
export const deleteRepository =
  (store: CodeCommitStore): Operation<DeleteRepositoryInput, DeleteRepositoryOutput> =>
  async ({ repositoryName = '' }, context) => {
    const repositories = store.repositories.in(scopeOf(context));
    const repository = repositories.get(repositoryName);
    if (!repository) return {};
    repositories.delete(repositoryName);
    await rm(repository.files.folder, { recursive: true, force: true });
    return { repositoryId: repository.id };
  };
