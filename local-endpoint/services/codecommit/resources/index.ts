import type { ResourceProvider } from '../../../kit/resources/provider';
import { codeCommitRepository } from './repository';

/** The CloudFormation resource types of CodeCommit. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CodeCommit::Repository': codeCommitRepository,
};
