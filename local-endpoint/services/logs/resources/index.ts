import type { ResourceProvider } from '../../../kit/resources/provider';
import { logGroup } from './log-group';

/** The CloudFormation resource types of CloudWatch Logs. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::Logs::LogGroup': logGroup,
};
