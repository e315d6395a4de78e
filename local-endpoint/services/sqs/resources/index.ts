import type { ResourceProvider } from '../../../kit/resources/provider';
import { queue } from './queue';
import { queuePolicy } from './queue-policy';

/** The CloudFormation resource types of SQS. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
};
