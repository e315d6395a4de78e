import type { ResourceProvider } from '../../../kit/resources/provider';
import { alias } from './alias';
import { eventInvokeConfig } from './event-invoke-config';
import { lambdaFunction } from './function';
import { permission } from './permission';
import { resourcePolicy } from './resource-policy';
import { version } from './version';

/** The CloudFormation resource types of Lambda. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::ResourcePolicy': resourcePolicy,
  'AWS::Lambda::Version': version,
};
