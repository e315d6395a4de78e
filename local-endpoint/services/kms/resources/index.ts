import type { ResourceProvider } from '../../../kit/resources/provider';
import { keyAlias } from './alias';
import { key } from './key';

/** The CloudFormation resource types of KMS. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::KMS::Alias': keyAlias,
  'AWS::KMS::Key': key,
};
