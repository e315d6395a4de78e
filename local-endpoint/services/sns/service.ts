import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { LocalService } from '../../kit/local-service';
import { policyReader } from '../../kit/resource-policy';
import { notification } from './notification';
import { permissions } from './permissions';
import { resources } from './resources';

/** Topics are moto's; what would arrive as mail is logged, and a topic's policy decides. */
export const sns: LocalService = {
  name: 'sns',
  otherwise: 'forward',
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
