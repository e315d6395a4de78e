import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { clientOf } from './client';
import { parseArn } from './arn';
import type { Lookup } from './lookup';
import type { RequiredPermission } from './permissions';

/** The properties of a KMS key that permissions depend on. */
export interface KeyFacts {
  readonly arn: string;
  /** With the leading `alias/`. */
  readonly aliases: readonly string[];
  /** JSON. */
  readonly policy: string;
}

/**
 * A key by id, ARN, alias name or alias ARN.
 * @returns for a missing one the ARN that it would have, and an empty policy
 */
export function findKey(lookup: Lookup, given: string, region: string, account: string): Promise<KeyFacts> {
  return lookup.remembered(`key ${given} ${region} ${account}`, () =>
    readKey(lookup, given, region, account),
  );
}

async function readKey(
  lookup: Lookup,
  given: string,
  callRegion: string,
  callAccount: string,
): Promise<KeyFacts> {
  const arn = parseArn(given);
  const region = arn?.region || callRegion;
  const account = arn?.account || callAccount;
  const kms = clientOf(KMSClient, lookup.asService(account, region));
  const described = await kms.send(new DescribeKeyCommand({ KeyId: given })).catch(() => undefined);
  const KeyId = described?.KeyMetadata?.KeyId;
  if (!KeyId)
    return { arn: `arn:aws:kms:${region}:${account}:key/${given || '*'}`, aliases: [], policy: '{}' };
  const [{ Policy = '{}' }, { Aliases = [] }] = await Promise.all([
    kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    kms.send(new ListAliasesCommand({ KeyId })),
  ]);
  const aliases = Aliases.filter(({ TargetKeyId }) => TargetKeyId === KeyId).map(
    ({ AliasName }) => AliasName ?? '',
  );
  return { arn: described.KeyMetadata?.Arn ?? '', aliases, policy: Policy };
}

/** The service that uses a key on the caller's behalf. */
export interface KeyUser {
  /** For example `s3`. */
  readonly service: string;
  readonly region: string;
  /** The encryption context. @default - none */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * The permission to use a key, with the condition keys of KMS.
 * @param given the key as the request names it
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function keyAccess(
  action: string,
  { arn, aliases }: KeyFacts,
  given: string,
  via?: KeyUser,
): RequiredPermission {
  const alias = given.startsWith('alias/') ? given : /:(alias\/.+)$/.exec(given)?.[1];
  const encryptionContext = Object.entries(via?.context ?? {});
  return {
    action: `kms:${action}`,
    resources: [arn],
    keys: {
      'kms:ResourceAliases': aliases.length > 0 ? aliases : undefined,
      'kms:RequestAlias': alias,
      'kms:ViaService': via && `${via.service}.${via.region}.amazonaws.com`,
      'aws:CalledVia': via && [`${via.service}.amazonaws.com`],
      'aws:CalledViaFirst': via && `${via.service}.amazonaws.com`,
      'aws:CalledViaLast': via && `${via.service}.amazonaws.com`,
      'aws:ViaAWSService': via && 'true',
      'kms:EncryptionContextKeys':
        encryptionContext.length > 0 ? encryptionContext.map(([name]) => name) : undefined,
      ...Object.fromEntries(
        encryptionContext.map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
      ),
    },
  };
}
