import type { ResourceProvider } from '../../../kit/resources/provider';
import { parameter } from './parameter';

/** The CloudFormation resource types of Systems Manager. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::SSM::Parameter': parameter,
};
