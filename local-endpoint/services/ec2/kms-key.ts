import { clientOf } from '../../kit/client';
import type { Scope } from '../../kit/scope';
import { invalidValue } from './errors';
import type { Ec2Store } from './store';

const DEFAULT_KEY = 'alias/aws/ebs';

/**
 * The ARN of a key that volumes are encrypted with.
 * @param given id, ARN or alias; Packer sends an empty one for the default @default - AWS's key for EBS
 * @throws AwsError `InvalidParameterValue` for a key that does not exist or is not enabled
 */
export async function ebsKeyArn(store: Ec2Store, scope: Scope, given?: string): Promise<string> {
  const { DescribeKeyCommand, KMSClient } = await import('@aws-sdk/client-kms');
  const client = clientOf(KMSClient, store.asService(scope));
  const { KeyMetadata } = await client
    .send(new DescribeKeyCommand({ KeyId: given || DEFAULT_KEY }))
    .catch(() => ({ KeyMetadata: undefined }));
  if (KeyMetadata?.Arn && KeyMetadata.Enabled !== false) return KeyMetadata.Arn;
  throw invalidValue(
    `Value (${given}) for parameter KmsKeyId is invalid. The key does not exist or is not enabled.`,
  );
}
