import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalService } from '../../kit/local-service';
import { policyReader } from '../../kit/resource-policy';
import { permissions } from './permissions';
import { resources } from './resources';

/** Queues are moto's; a queue's policy is enforced here. */
export const sqs: LocalService = {
  name: 'sqs',
  client: () => import('@aws-sdk/client-sqs'),
  throttledCode: 'RequestThrottled', // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  otherwise: 'forward',
  writesChange: 'nothing',
  permissions,
  resources,
  create: ({ aws }) => ({
    resourcePolicy: policyReader(aws, async ({ account, resource }, identity) => {
      const QueueUrl = `${identity.endpoint}/${account}/${resource}`;
      const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
      return (await new SQSClient(identity).send(request)).Attributes?.Policy;
    }),
  }),
};
