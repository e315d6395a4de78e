import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { checkTaggable } from '../tags';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodeDeployStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async (input, context) => {
    const region = store.of(context);
    return { Tags: region.tags.get(checkTaggable(region, input.ResourceArn)) ?? [] };
  };
