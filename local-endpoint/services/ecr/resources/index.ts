import type { ResourceProvider } from '../../../kit/resources/provider';
import { repositoryResource } from './repository';

/** The CloudFormation resource types of ECR. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::ECR::Repository': repositoryResource,
};
