import type { ResourceProvider } from '../../../kit/resources/provider';
import { repository } from './repository';

/** The CloudFormation resource types of ECR. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::ECR::Repository': repository,
};
