import type { TagResourceInput, TagResourceOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { checkTaggable } from '../tags';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: CodeDeployStore): Operation<TagResourceInput, TagResourceOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const arn = checkTaggable(region, input.ResourceArn);
    const tags = new Map((region.tags.get(arn) ?? []).map((tag) => [tag.Key, tag]));
    for (const tag of input.Tags ?? []) tags.set(tag.Key, tag);
    region.tags.set(arn, [...tags.values()]);
    return {};
  };
