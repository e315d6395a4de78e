import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findByArn } from '../find';
import { pageOf } from '../../../kit/page';
import { checked, invalidToken, MOST_RESULTS } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodePipelineStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async (input, context) => {
    const { resourceArn, maxResults, nextToken } = checked(input, ['resourceArn'], {
      maxResults: MOST_RESULTS(100),
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
