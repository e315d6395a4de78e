import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { LocalService } from '../../kit/local-service';
import { policyReader } from '../../kit/resource-policy';
import { notification } from './notification';
import { permissions } from './permissions';
import { resources } from './resources';

/** Topics are moto's; messages are logged here, and a topic's policy is enforced. */
export const sns: LocalService = {
  name: 'sns',
  client: () => import('@aws-sdk/client-sns'),
  throttledCode: 'ThrottlingException', // https://repost.aws/knowledge-center/sns-throttling-exception-errors
  otherwise: 'forward',
  keepsReads: /^(GetTopicAttributes|ListTagsForResource)$/,
  standsAlone: true,
  writesChange: (operation) => (operation.startsWith('Publish') ? 'nothing' : 'itself'),
  resourceOf: ({ TopicArn }) => [TopicArn],
  deniedCode: 'AuthorizationError',
  permissions,
  resources,
  create: (context) => ({
    observers: [notification(context)],
    resourcePolicy: policyReader(context.aws, async ({ text }, identity) => {
      const request = new GetTopicAttributesCommand({ TopicArn: text });
      return (await new SNSClient(identity).send(request)).Attributes?.Policy;
    }),
  }),
};
