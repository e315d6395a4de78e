import type { RepositoryMetadata } from '@aws-sdk/client-codecommit';
import type { Room } from '../../git/room';
import type { CodeCommitRepository } from './model';

/** A repository as the API shows it; its URL is the one of the local git remote. */
export async function describeRepository(
  { world }: Room,
  repository: CodeCommitRepository,
): Promise<RepositoryMetadata> {
  const { accountId, region, name, id, arn, description, created, modified, files } = repository;
  const { endpoint } = world.aws.asService(accountId, region);
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
