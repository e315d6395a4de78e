import {
  anyResource,
  arn,
  requires,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
const topic: ResourceArns = (input, call) =>
  textOf(input, 'TopicArn') ||
  textOf(input, 'TargetArn') ||
  textOf(input, 'ResourceArn') ||
  arn(call, textOf(input, 'Name'));

/** A subscription's ARN is its topic's and an id. */
const topicOfSubscription: ResourceArns = (input) =>
  textOf(input, 'SubscriptionArn').split(':').slice(0, 6).join(':');

/** What SNS operations need. */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'ListTopics ListSubscriptions'),
  ...onResources(
    topic,
    'AddPermission ConfirmSubscription CreateTopic DeleteTopic GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Publish RemovePermission SetTopicAttributes Subscribe TagResource UntagResource',
  ),
  PublishBatch: requires(topic, 'Publish'),
  ...onResources(topicOfSubscription, 'GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe'),
};
