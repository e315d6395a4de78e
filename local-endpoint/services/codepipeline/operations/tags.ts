import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { pageSize, validate } from '../../../kit/validate';
import { findByArn } from '../find';
import { invalidNextToken } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_TAGS = 50;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: CodePipelineStore): Operation<TagResourceInput> =>
  async (input, context) => {
    const { resourceArn, tags } = validate(input, ['resourceArn', 'tags']);
    const pipeline = findByArn(store, context, resourceArn);
    const merged = new Map([...pipeline.tags, ...validTags(tags)]);
    if (merged.size > MAX_TAGS)
      throw new AwsError('TooManyTagsException', `The tags limit for a resource is ${MAX_TAGS}.`);
    for (const [key, value] of merged) pipeline.tags.set(key, value);
    return {};
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: CodePipelineStore): Operation<UntagResourceInput> =>
  async (input, context) => {
    const { resourceArn, tagKeys } = validate(input, ['resourceArn', 'tagKeys']);
    const { tags } = findByArn(store, context, resourceArn);
    for (const key of tagKeys) tags.delete(key);
    return {};
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodePipelineStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async (input, context) => {
    const max = 100;
    const { resourceArn, ...page } = validate(input, ['resourceArn'], { maxResults: pageSize(max) });
    const tags = [...findByArn(store, context, resourceArn).tags].map(([key, value]) => ({ key, value }));
    const { maxResults: size, nextToken: token } = page;
    const { items, next } = pageOf(tags, { token, size, max, invalidToken: invalidNextToken });
    return { tags: items, nextToken: next };
  };

/** Tags by key. @throws AwsError `InvalidTagsException` */
export function validTags(tags: readonly Tag[]): Map<string, string> {
  return new Map(
    tags.map(({ key, value }) => {
      if (!key || value === undefined || key.toLowerCase().startsWith('aws:')) {
        throw new AwsError('InvalidTagsException', `The specified resource tags are invalid: ${key}`);
      }
      return [key, value];
    }),
  );
}
