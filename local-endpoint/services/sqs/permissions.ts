import {
  anyResource,
  arn,
  requires,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html; queue URLs end in account and name. */
const queue: ResourceArns = (input, call) => {
  const [name = '', account] = textOf(input, 'QueueUrl').split('/').reverse();
  if (!name) return arn(call, textOf(input, 'QueueName'));
  return `arn:aws:sqs:${call.context.region}:${account || call.context.caller.accountId}:${name}`;
};

/** What SQS operations need; a batch needs the right of a single one. */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'ListQueues'),
  ...onResources(
    queue,
    'AddPermission ChangeMessageVisibility CreateQueue DeleteMessage DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags PurgeQueue ReceiveMessage RemovePermission SendMessage SetQueueAttributes TagQueue UntagQueue',
  ),
  SendMessageBatch: requires(queue, 'SendMessage'),
  DeleteMessageBatch: requires(queue, 'DeleteMessage'),
  ChangeMessageVisibilityBatch: requires(queue, 'ChangeMessageVisibility'),
};
