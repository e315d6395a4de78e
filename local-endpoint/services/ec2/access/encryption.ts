import type { ApiCall } from '../../../kit/call';
import { findKey, keyAccess } from '../../../kit/kms-keys';
import type { Lookup } from '../../../kit/lookup';
import type { RequiredPermission } from '../../../kit/permissions';

/**
 * EC2 uses a customer's key with the permissions of who calls; AWS's own key for EBS may be used by everyone in the
 * account.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 * @param given the key as the request names it @default - AWS's own
 * @param actions of KMS
 */
export async function keyUse(
  call: ApiCall,
  lookup: Lookup,
  given: string | undefined,
  actions: readonly string[] = ['CreateGrant', 'DescribeKey', 'GenerateDataKeyWithoutPlaintext'],
): Promise<RequiredPermission[]> {
  const { region, caller } = call.context;
  if (!given) return [];
  const key = await findKey(lookup, given, region, caller.accountId);
  if (given.endsWith('alias/aws/ebs') || key.aliases.includes('alias/aws/ebs')) return [];
  return actions.map((action) => {
    const access = keyAccess(action, key, given, { service: 'ec2', region });
    const grant = action === 'CreateGrant' ? { 'kms:GrantIsForAWSResource': 'true' } : {};
    return { ...access, keys: { ...access.keys, ...grant } };
  });
}
