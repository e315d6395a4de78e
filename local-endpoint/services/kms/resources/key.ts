import type { KeySpec, KeyUsageType, KMSClient } from '@aws-sdk/client-kms';
import { isSame, type JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, toBoolean, toNumber } from '../../../kit/resources/provider';
import { tagChanges, type Tag } from '../../../kit/resources/tags';

interface KeyProperties {
  readonly KeyPolicy?: JsonObject;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly EnableKeyRotation?: boolean;
  readonly RotationPeriodInDays?: number;
  readonly PendingWindowInDays?: number;
  readonly BypassPolicyLockoutSafetyCheck?: boolean;
  readonly KeySpec?: KeySpec;
  readonly KeyUsage?: KeyUsageType;
  readonly MultiRegion?: boolean;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
export const key = provider<KeyProperties>({
  properties: {
    KeyPolicy: 'update',
    Description: 'update',
    Enabled: 'update',
    EnableKeyRotation: 'update',
    RotationPeriodInDays: 'update',
    PendingWindowInDays: 'update',
    BypassPolicyLockoutSafetyCheck: 'update',
    KeySpec: 'replace',
    KeyUsage: 'replace',
    MultiRegion: 'replace',
    Tags: 'update',
  },
  attributes: ['Arn', 'KeyId'],
  tags: 'list',

  async create(properties, context) {
    const { KMSClient, CreateKeyCommand } = await import('@aws-sdk/client-kms');
    const client = context.client(KMSClient);
    const {
      KeyPolicy,
      Description,
      KeySpec,
      KeyUsage,
      MultiRegion,
      BypassPolicyLockoutSafetyCheck,
      Tags = [],
    } = properties;
    const { KeyMetadata } = await client.send(
      new CreateKeyCommand({
        Policy: KeyPolicy && policyText(KeyPolicy),
        Description,
        KeySpec,
        KeyUsage,
        MultiRegion: toBoolean(MultiRegion),
        BypassPolicyLockoutSafetyCheck: toBoolean(BypassPolicyLockoutSafetyCheck),
        Tags: Tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
      }),
    );
    const physicalId = KeyMetadata?.KeyId ?? '';
    context.made(physicalId);
    await applyState(client, physicalId, {}, properties);
    return { physicalId, attributes: { Arn: KeyMetadata?.Arn ?? '', KeyId: physicalId } };
  },

  async update({ physicalId: KeyId, properties: before, attributes }, after, context) {
    const {
      KMSClient,
      PutKeyPolicyCommand,
      UpdateKeyDescriptionCommand,
      TagResourceCommand,
      UntagResourceCommand,
    } = await import('@aws-sdk/client-kms');
    const client = context.client(KMSClient);
    if (after.KeyPolicy !== undefined && !isSame(before.KeyPolicy, after.KeyPolicy)) {
      await client.send(
        new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: policyText(after.KeyPolicy) }),
      );
    }
    if (before.Description !== after.Description) {
      await client.send(new UpdateKeyDescriptionCommand({ KeyId, Description: after.Description ?? '' }));
    }
    await applyState(client, KeyId, before, after);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0) await client.send(new UntagResourceCommand({ KeyId, TagKeys: removed }));
    const Tags = set.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
    if (Tags.length > 0) await client.send(new TagResourceCommand({ KeyId, Tags }));
    return { physicalId: KeyId, attributes };
  },

  async delete({ physicalId: KeyId, properties }, context) {
    const { KMSClient, ScheduleKeyDeletionCommand } = await import('@aws-sdk/client-kms');
    const PendingWindowInDays = toNumber(properties.PendingWindowInDays) ?? 30;
    const deletion = context
      .client(KMSClient)
      .send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    await ignoring(deletion, 'NotFoundException');
  },
});

async function applyState(
  client: KMSClient,
  KeyId: string,
  before: KeyProperties,
  after: KeyProperties,
): Promise<void> {
  const kms = await import('@aws-sdk/client-kms');
  const rotates = toBoolean(after.EnableKeyRotation) ?? false;
  const period = toNumber(after.RotationPeriodInDays);
  if (
    rotates !== (toBoolean(before.EnableKeyRotation) ?? false) ||
    period !== toNumber(before.RotationPeriodInDays)
  ) {
    await (rotates
      ? client.send(new kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: period }))
      : client.send(new kms.DisableKeyRotationCommand({ KeyId })));
  }
  const enabled = toBoolean(after.Enabled) ?? true;
  if (enabled !== (toBoolean(before.Enabled) ?? true)) {
    await (enabled
      ? client.send(new kms.EnableKeyCommand({ KeyId }))
      : client.send(new kms.DisableKeyCommand({ KeyId })));
  }
}
