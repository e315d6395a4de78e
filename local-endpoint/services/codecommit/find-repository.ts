import { AwsError, type CallContext } from '../../endpoint/service';
import type { Room } from '../../git/room';
import { type CodeCommitRepository, repositoryKey } from './model';

/** @throws AwsError `RepositoryNameRequiredException`, `RepositoryDoesNotExistException` */
export function findRepository(
  room: Room,
  { caller, region }: CallContext,
  name: string | undefined,
): CodeCommitRepository {
  if (!name) throw new AwsError('RepositoryNameRequiredException', 'A repository name is required');
  const repository = room.codecommit.get(repositoryKey(caller.accountId, region, name));
  if (repository) return repository;
  throw new AwsError('RepositoryDoesNotExistException', `${name} does not exist`);
}
