import type { ResourceProvider } from '../../../kit/resources/provider';
import { secret } from './secret';

/** The CloudFormation resource types of Secrets Manager. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::SecretsManager::Secret': secret,
};
