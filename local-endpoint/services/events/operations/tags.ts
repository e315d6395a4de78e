import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../kit/operation';
import { findRuleByArn } from '../find';
import type { EventRules } from '../store';

/** Of rules. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html */
export const tagResource =
  (rules: EventRules): Operation<TagResourceRequest> =>
  async ({ ResourceARN, Tags: added = [] }, context) => {
    const rule = findRuleByArn(rules, context, ResourceARN);
    rule.tags = [...rule.tags.filter((tag) => !added.some(({ Key }) => Key === tag.Key)), ...added];
    return {};
  };

/** Of rules. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (rules: EventRules): Operation<UntagResourceRequest> =>
  async ({ ResourceARN, TagKeys = [] }, context) => {
    const rule = findRuleByArn(rules, context, ResourceARN);
    rule.tags = rule.tags.filter(({ Key = '' }) => !TagKeys.includes(Key));
    return {};
  };

/** Of rules. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (rules: EventRules): Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> =>
  async ({ ResourceARN }, context) => ({ Tags: findRuleByArn(rules, context, ResourceARN).tags });
