import type { ResourceProvider } from '../../../kit/resources/provider';
import { rule } from './rule';

/** The CloudFormation resource types of EventBridge. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::Events::Rule': rule,
};
