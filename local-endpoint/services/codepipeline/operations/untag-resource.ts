import type { UntagResourceInput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findByArn } from '../find';
import { checked } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: CodePipelineStore): Operation<UntagResourceInput> =>
  async (input, context) => {
    const { resourceArn, tagKeys } = checked(input, ['resourceArn', 'tagKeys']);
    const { tags } = findByArn(store, context, resourceArn);
    for (const key of tagKeys) tags.delete(key);
    return {};
  };
