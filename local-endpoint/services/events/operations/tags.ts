import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { placeOf, type Rules } from '../rules';

/** TagResource, for rules. */
export function tagResource(rules: Rules): Operation<TagResourceRequest> {
  return async (input, context) => {
    const rule = rules.withArn(placeOf(context), input.ResourceARN);
    const added = input.Tags ?? [];
    rule.tags = [...rule.tags.filter((tag) => !added.some(({ Key }) => Key === tag.Key)), ...added];
    return {};
  };
}

/** UntagResource, for rules. */
export function untagResource(rules: Rules): Operation<UntagResourceRequest> {
  return async (input, context) => {
    const rule = rules.withArn(placeOf(context), input.ResourceARN);
    rule.tags = rule.tags.filter((tag) => !input.TagKeys?.includes(tag.Key ?? ''));
    return {};
  };
}

/** ListTagsForResource, for rules. */
export function listTagsForResource(
  rules: Rules,
): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  return async (input, context) => ({ Tags: rules.withArn(placeOf(context), input.ResourceARN).tags });
}
