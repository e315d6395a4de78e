import { anything, arn, needs, on, type Resources, type Rules, text } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
const topic: Resources = (input, call) =>
  text(input, 'TopicArn') ||
  text(input, 'TargetArn') ||
  text(input, 'ResourceArn') ||
  arn(call, text(input, 'Name'));

/** A subscription's ARN is its topic's and an id. */
const topicOfSubscription: Resources = (input) =>
  text(input, 'SubscriptionArn').split(':').slice(0, 6).join(':');

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html; queue URLs end in account and name. */
const queue: Resources = (input, call) => {
  const [name = '', account] = text(input, 'QueueUrl').split('/').reverse();
  if (!name) return arn(call, text(input, 'QueueName'));
  return `arn:aws:sqs:${call.context.region}:${account || call.context.caller.accountId}:${name}`;
};

/** What SNS operations need. */
export const sns: Rules = {
  ...on(anything, 'ListTopics ListSubscriptions'),
  ...on(
    topic,
    'AddPermission ConfirmSubscription CreateTopic DeleteTopic GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Publish RemovePermission SetTopicAttributes Subscribe TagResource UntagResource',
  ),
  PublishBatch: needs(topic, 'Publish'),
  ...on(topicOfSubscription, 'GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe'),
};

/** What SQS operations need; a batch needs the right of a single one. */
export const sqs: Rules = {
  ...on(anything, 'ListQueues'),
  ...on(
    queue,
    'AddPermission ChangeMessageVisibility CreateQueue DeleteMessage DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags PurgeQueue ReceiveMessage RemovePermission SendMessage SetQueueAttributes TagQueue UntagQueue',
  ),
  SendMessageBatch: needs(queue, 'SendMessage'),
  DeleteMessageBatch: needs(queue, 'DeleteMessage'),
  ChangeMessageVisibilityBatch: needs(queue, 'ChangeMessageVisibility'),
};
