import { randomUUID } from 'node:crypto';
import type { CreateRepositoryInput, CreateRepositoryOutput } from '@aws-sdk/client-codecommit';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { CodeCommitStore } from '../store';
import { describeRepository } from '../describe';
import { formatArn } from '../../../kit/arn';
import { scopeOf } from '../../../kit/scope';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html */
export const createRepository =
  (store: CodeCommitStore): Operation<CreateRepositoryInput, CreateRepositoryOutput> =>
  async ({ repositoryName: name = '', repositoryDescription: description, tags = {} }, context) => {
    requireName(name);
    const scope = scopeOf(context);
    const { account, region } = scope;
    const repositories = store.repositories.in(scope);
    if (repositories.has(name))
      throw new AwsError('RepositoryNameExistsException', `Repository named ${name} already exists`);
    const now = store.context.clock.now();
    const repository = {
      accountId: account,
      region,
      name,
      id: randomUUID(),
      arn: formatArn('codecommit', scope, name),
      description,
      created: now,
      modified: now,
      tags: new Map(Object.entries(tags)),
      files: await store.context.git.createRepository('codecommit', account, region, `${name}.git`),
      archives: new Map<string, Promise<Buffer>>(),
    };
    repositories.set(name, repository);
    return { repositoryMetadata: await describeRepository(store, repository) };
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
