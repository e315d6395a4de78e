import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codecommit';
import type { Operation } from '../../../kit/operation';
import { findRepositoryByArn } from '../find-repository';
import type { CodeCommitStore } from '../store';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: CodeCommitStore): Operation<TagResourceInput> =>
  async ({ resourceArn, tags = {} }) => {
    const repository = findRepositoryByArn(store, resourceArn);
    for (const [key, value] of Object.entries(tags)) repository.tags.set(key, value);
    return {};
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: CodeCommitStore): Operation<UntagResourceInput> =>
  async ({ resourceArn, tagKeys = [] }) => {
    const repository = findRepositoryByArn(store, resourceArn);
    for (const key of tagKeys) repository.tags.delete(key);
    return {};
  };

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodeCommitStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async ({ resourceArn }) => ({ tags: Object.fromEntries(findRepositoryByArn(store, resourceArn).tags) });
