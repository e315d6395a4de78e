import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codecommit';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { CodeCommitStore } from '../store';
import type { CodeCommitRepository } from '../model';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: CodeCommitStore): Operation<TagResourceInput> =>
  async ({ resourceArn, tags = {} }) => {
    const repository = findByArn(store, resourceArn);
    for (const [key, value] of Object.entries(tags)) repository.tags.set(key, value);
    return {};
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: CodeCommitStore): Operation<UntagResourceInput> =>
  async ({ resourceArn, tagKeys = [] }) => {
    const repository = findByArn(store, resourceArn);
    for (const key of tagKeys) repository.tags.delete(key);
    return {};
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodeCommitStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async ({ resourceArn }) => ({ tags: Object.fromEntries(findByArn(store, resourceArn).tags) });

function findByArn(store: CodeCommitStore, arn: string | undefined): CodeCommitRepository {
  const repository = store.repositories
    .all()
    .flatMap((repositories) => [...repositories.values()])
    .find((known) => known.arn === arn);
  if (repository) return repository;
  throw new AwsError('RepositoryDoesNotExistException', `${arn} does not exist`);
}
