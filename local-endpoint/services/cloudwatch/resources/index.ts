import type { ResourceProvider } from '../../../kit/resources/provider';
import { alarm } from './alarm';

/** The CloudFormation resource types of CloudWatch. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CloudWatch::Alarm': alarm,
};
