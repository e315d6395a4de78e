import {
  anyResource,
  type RequiredPermission,
  type Input,
  type PermissionRule,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';
import { onResources } from '../../kit/permissions';
import { findKey, keyAccess } from '../../kit/kms-keys';

/** The key an operation is about, whatever way it is named. */
const onKey =
  (action?: string, member = 'KeyId'): PermissionRule =>
  async (call, lookup): Promise<readonly RequiredPermission[]> => {
    const given = textOf(call.input, member) || keyOfCiphertext(call.input);
    const { region, caller } = call.context;
    const key = await findKey(lookup, given, region, caller.accountId);
    return [keyAccess(action ?? call.operation, key, given)];
  };

/** moto's ciphertext begins with the id of the key; AWS's tells it too, in its own way. */
function keyOfCiphertext(input: Input): string {
  const blob = textOf(input, 'CiphertextBlob');
  return blob ? Buffer.from(blob, 'base64').toString('latin1', 0, 36) : '';
}

const each = (operations: string, rule: PermissionRule): PermissionRules =>
  Object.fromEntries(operations.split(' ').map((name) => [name, rule]));

/** What KMS operations need. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'CreateKey GenerateRandom ListAliases ListKeys ListRetirableGrants'),
  ...each(
    'CancelKeyDeletion CreateGrant Decrypt DescribeKey DisableKey DisableKeyRotation EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GetKeyPolicy GetKeyRotationStatus GetPublicKey ListGrants ListKeyPolicies ListResourceTags PutKeyPolicy RetireGrant RevokeGrant ScheduleKeyDeletion Sign TagResource UntagResource UpdateKeyDescription Verify',
    onKey(),
  ),
  CreateAlias: onKey('CreateAlias', 'TargetKeyId'),
  UpdateAlias: onKey('UpdateAlias', 'TargetKeyId'),
  DeleteAlias: onKey('DeleteAlias', 'AliasName'),
};
