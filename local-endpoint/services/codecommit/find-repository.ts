import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import type { CodeCommitStore } from './store';
import { scopeOf } from '../../kit/scope';
import type { CodeCommitRepository } from './model';

/** @throws AwsError `RepositoryNameRequiredException`, `RepositoryDoesNotExistException` */
export function findRepository(
  store: CodeCommitStore,
  context: CallContext,
  name: string | undefined,
): CodeCommitRepository {
  if (!name) throw new AwsError('RepositoryNameRequiredException', 'A repository name is required');
  const repository = store.repositories.in(scopeOf(context)).get(name);
  if (repository) return repository;
  throw new AwsError('RepositoryDoesNotExistException', `${name} does not exist`);
}
