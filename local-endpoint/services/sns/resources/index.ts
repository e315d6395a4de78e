import type { ResourceProvider } from '../../../kit/resources/provider';
import { subscription } from './subscription';
import { topic } from './topic';
import { topicPolicy } from './topic-policy';

/** The CloudFormation resource types of SNS. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
};
