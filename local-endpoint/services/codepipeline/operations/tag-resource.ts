import type { Tag, TagResourceInput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findByArn } from '../find';
import { checked } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MOST_TAGS = 50;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: CodePipelineStore): Operation<TagResourceInput> =>
  async (input, context) => {
    const { resourceArn, tags } = checked(input, ['resourceArn', 'tags']);
    const pipeline = findByArn(store, context, resourceArn);
    const merged = new Map([...pipeline.tags, ...tagsOf(tags)]);
    if (merged.size > MOST_TAGS)
      throw new AwsError('TooManyTagsException', `The tags limit for a resource is ${MOST_TAGS}.`);
    for (const [key, value] of merged) pipeline.tags.set(key, value);
    return {};
  };

/** Tags by key. @throws AwsError `InvalidTagsException` */
export function tagsOf(tags: readonly Tag[]): Map<string, string> {
  return new Map(
    tags.map(({ key, value }) => {
      if (!key || value === undefined || key.toLowerCase().startsWith('aws:')) {
        throw new AwsError('InvalidTagsException', `The specified resource tags are invalid: ${key}`);
      }
      return [key, value];
    }),
  );
}
