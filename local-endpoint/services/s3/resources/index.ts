import type { ResourceProvider } from '../../../kit/resources/provider';
import { bucket } from './bucket';
import { bucketPolicy } from './bucket-policy';

/** The CloudFormation resource types of S3. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
};
