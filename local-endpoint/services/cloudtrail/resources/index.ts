import type { ResourceProvider } from '../../../kit/resources/provider';
import { trail } from './trail';

/** The CloudFormation resource types of CloudTrail. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CloudTrail::Trail': trail,
};
