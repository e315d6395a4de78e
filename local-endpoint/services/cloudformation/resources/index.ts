import type { ResourceProvider } from '../../../kit/resources/provider';
import { metadata } from './cdk-metadata';
import { autoDeleteObjects } from './custom/auto-delete-objects';
import { customResource } from './custom/resource';

/** The CloudFormation resource types of CloudFormation. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CDK::Metadata': metadata,
  'AWS::CloudFormation::CustomResource': customResource,
  'Custom::S3AutoDeleteObjects': autoDeleteObjects,
};
