import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type {
  CreateRepositoryInput,
  CreateRepositoryOutput,
  DeleteRepositoryInput,
  DeleteRepositoryOutput,
  GetRepositoryInput,
  GetRepositoryOutput,
  ListRepositoriesInput,
  ListRepositoriesOutput,
  RepositoryMetadata,
} from '@aws-sdk/client-codecommit';
import { formatArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findRepository } from '../find-repository';
import type { CodeCommitRepository, CodeCommitStore } from '../store';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html */
export const createRepository =
  (store: CodeCommitStore): Operation<CreateRepositoryInput, CreateRepositoryOutput> =>
  async ({ repositoryName: name = '', repositoryDescription: description, tags = {} }, context) => {
    requireName(name);
    const scope = scopeOf(context);
    const repositories = store.repositories.in(scope);
    if (repositories.has(name))
      throw new AwsError('RepositoryNameExistsException', `Repository named ${name} already exists`);
    const { clock, git } = store.context;
    const now = clock.now();
    const repository: CodeCommitRepository = {
      scope,
      name,
      id: randomUUID(),
      arn: formatArn('codecommit', scope, name),
      description,
      created: now,
      modified: now,
      tags: new Map(Object.entries(tags)),
      files: await git.createRepository('codecommit', scope.account, scope.region, `${name}.git`),
      archives: new Map(),
    };
    repositories.set(name, repository);
    return { repositoryMetadata: await metadataOf(store, repository) };
  };

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
function requireName(name: string): void {
  if (!name) throw new AwsError('RepositoryNameRequiredException', 'A repository name is required');
  if (/^[\w.-]{1,100}$/.test(name) && !name.endsWith('.git') && !/^\.+$/.test(name)) return;
  throw new AwsError(
    'InvalidRepositoryNameException',
    `The repository name ${name} is not valid: it may have up to 100 letters, digits, periods, underscores and dashes, and must not end in .git`,
  );
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetRepository.html */
export const getRepository =
  (store: CodeCommitStore): Operation<GetRepositoryInput, GetRepositoryOutput> =>
  async ({ repositoryName }, context) => ({
    repositoryMetadata: await metadataOf(store, findRepository(store, context, repositoryName)),
  });

/** Its URL is the one of the local git server. */
async function metadataOf(
  { context }: CodeCommitStore,
  { scope, name, id, arn, description, created, modified, files }: CodeCommitRepository,
): Promise<RepositoryMetadata> {
  const { endpoint } = context.aws.asService(scope.account, scope.region);
  return {
    accountId: scope.account,
    repositoryId: id,
    repositoryName: name,
    repositoryDescription: description,
    defaultBranch: await files.defaultBranch(),
    creationDate: created,
    lastModifiedDate: modified,
    cloneUrlHttp: `${endpoint}/v1/repos/${name}`,
    Arn: arn,
  };
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListRepositories.html. All in one page. */
export const listRepositories =
  (store: CodeCommitStore): Operation<ListRepositoriesInput, ListRepositoriesOutput> =>
  async ({ sortBy = 'repositoryName', order = 'ascending' }, context) => {
    const repositories = [...store.repositories.in(scopeOf(context)).values()];
    repositories.sort((one, other) =>
      sortBy === 'repositoryName'
        ? one.name.localeCompare(other.name)
        : Number(one.modified) - Number(other.modified),
    );
    if (order === 'descending') repositories.reverse();
    return { repositories: repositories.map(({ name, id }) => ({ repositoryName: name, repositoryId: id })) };
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_DeleteRepository.html. Deleting one that does not exist succeeds. */
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
