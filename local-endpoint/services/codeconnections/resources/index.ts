import type { ResourceProvider } from '../../../kit/resources/provider';
import { codeStarConnection, connection } from './connection';

/** The CloudFormation resource types of CodeConnections. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CodeConnections::Connection': connection,
  'AWS::CodeStarConnections::Connection': codeStarConnection,
};
