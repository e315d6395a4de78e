import type { ResourceProvider } from '../../../kit/resources/provider';
import { alias } from './alias';
import { key } from './key';

/** The CloudFormation resource types of KMS. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::KMS::Alias': alias,
  'AWS::KMS::Key': key,
};
