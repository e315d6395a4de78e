import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findByArn } from '../find';
import { pageOf } from '../../../kit/page';
import { invalidToken } from '../request';
import { validate, pageSize } from '../../../kit/validate';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodePipelineStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async (input, context) => {
    const { resourceArn, maxResults, nextToken } = validate(input, ['resourceArn'], {
      maxResults: pageSize(100),
    });
    const tags = [...findByArn(store, context, resourceArn).tags].map(([key, value]) => ({ key, value }));
    const { items: page, next } = pageOf(tags, {
      token: nextToken,
      size: maxResults,
      max: 100,
      invalidToken,
    });
    return { tags: page, nextToken: next };
  };
