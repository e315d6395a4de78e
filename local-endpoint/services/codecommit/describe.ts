import type { RepositoryMetadata } from '@aws-sdk/client-codecommit';
import type { CodeCommitStore } from './store';
import type { CodeCommitRepository } from './model';

/** A repository as the API shows it; its URL is the one of the local git remote. */
export async function describeRepository(
  { context }: CodeCommitStore,
  repository: CodeCommitRepository,
): Promise<RepositoryMetadata> {
  const { accountId, region, name, id, arn, description, created, modified, files } = repository;
  const { endpoint } = context.aws.asService(accountId, region);
  return {
    accountId,
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
