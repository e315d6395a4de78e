import type {
  BucketLoggingStatus,
  BucketVersioningStatus,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  S3Client,
  ServerSideEncryption,
} from '@aws-sdk/client-s3';
import { isSame } from '../../../kit/resources/json';
import { toBoolean, type ResourceContext } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';
import { lifecycleRules, type LifecycleConfiguration, unknownRulePart } from './lifecycle';

/** The properties of a bucket that are set by operations of their own. */
export interface BucketSettings {
  readonly AccessControl?: string;
  readonly BucketEncryption?: { readonly ServerSideEncryptionConfiguration: readonly EncryptionRule[] };
  readonly LifecycleConfiguration?: LifecycleConfiguration;
  readonly LoggingConfiguration?: {
    readonly DestinationBucketName?: string;
    readonly LogFilePrefix?: string;
  };
  readonly NotificationConfiguration?: { readonly EventBridgeConfiguration?: object };
  readonly OwnershipControls?: { readonly Rules: readonly { readonly ObjectOwnership: ObjectOwnership }[] };
  readonly PublicAccessBlockConfiguration?: PublicAccessBlockConfiguration;
  readonly Tags?: readonly Tag[];
  readonly VersioningConfiguration?: { readonly Status: BucketVersioningStatus };
}

interface EncryptionRule {
  readonly ServerSideEncryptionByDefault?: {
    readonly SSEAlgorithm: ServerSideEncryption;
    readonly KMSMasterKeyID?: string;
  };
  readonly BucketKeyEnabled?: boolean;
}

/** What of these settings the endpoint cannot do. */
export function unsupportedSetting(settings: BucketSettings): string | undefined {
  const { AccessControl = 'Private', NotificationConfiguration = {}, LifecycleConfiguration } = settings;
  if (AccessControl !== 'Private') return `set AccessControl ${AccessControl}`;
  const notification = Object.keys(NotificationConfiguration).find(
    (name) => name !== 'EventBridgeConfiguration',
  );
  if (notification !== undefined) return `set NotificationConfiguration.${notification}`;
  const rule = LifecycleConfiguration && unknownRulePart(LifecycleConfiguration);
  return rule === undefined ? undefined : `set ${rule} in LifecycleConfiguration`;
}

/** Puts the settings that differ, and deletes those that are gone. */
export async function applySettings(
  context: ResourceContext,
  bucket: string,
  before: BucketSettings,
  after: BucketSettings,
): Promise<void> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const client = context.client(S3Client);
  for (const name of Object.keys(SETTINGS) as (keyof BucketSettings)[]) {
    if (isSame(before[name], after[name])) continue;
    await SETTINGS[name](client, bucket, after);
  }
}

type Setting = (client: S3Client, Bucket: string, after: BucketSettings) => Promise<unknown>;

/** In the order in which they are applied. */
const SETTINGS: Readonly<Record<keyof BucketSettings, Setting>> = {
  OwnershipControls: async (client, Bucket, { OwnershipControls }) => {
    const { PutBucketOwnershipControlsCommand, DeleteBucketOwnershipControlsCommand } = await import(
      '@aws-sdk/client-s3'
    );
    if (OwnershipControls === undefined)
      return client.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
    const Rules = OwnershipControls.Rules.map(({ ObjectOwnership }) => ({ ObjectOwnership }));
    return client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } }));
  },

  /** {@link unsupportedSetting} refuses all but the default. */
  AccessControl: async () => undefined,

  PublicAccessBlockConfiguration: async (client, Bucket, { PublicAccessBlockConfiguration: block }) => {
    const { PutPublicAccessBlockCommand, DeletePublicAccessBlockCommand } = await import(
      '@aws-sdk/client-s3'
    );
    if (block === undefined) return client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: toBoolean(block.BlockPublicAcls),
      BlockPublicPolicy: toBoolean(block.BlockPublicPolicy),
      IgnorePublicAcls: toBoolean(block.IgnorePublicAcls),
      RestrictPublicBuckets: toBoolean(block.RestrictPublicBuckets),
    };
    return client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  },

  VersioningConfiguration: async (client, Bucket, { VersioningConfiguration }) => {
    const { PutBucketVersioningCommand } = await import('@aws-sdk/client-s3');
    const Status = VersioningConfiguration?.Status ?? 'Suspended';
    return client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  },

  BucketEncryption: async (client, Bucket, { BucketEncryption }) => {
    const { PutBucketEncryptionCommand, DeleteBucketEncryptionCommand } = await import('@aws-sdk/client-s3');
    if (BucketEncryption === undefined) return client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    const Rules = BucketEncryption.ServerSideEncryptionConfiguration.map((rule) => ({
      ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
      BucketKeyEnabled: toBoolean(rule.BucketKeyEnabled),
    }));
    return client.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
    );
  },

  LifecycleConfiguration: async (client, Bucket, { LifecycleConfiguration }) => {
    const { PutBucketLifecycleConfigurationCommand, DeleteBucketLifecycleCommand } = await import(
      '@aws-sdk/client-s3'
    );
    if (LifecycleConfiguration === undefined)
      return client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    const Rules = lifecycleRules(LifecycleConfiguration);
    return client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    );
  },

  NotificationConfiguration: async (client, Bucket, { NotificationConfiguration: configuration = {} }) => {
    const { PutBucketNotificationConfigurationCommand } = await import('@aws-sdk/client-s3');
    const NotificationConfiguration = configuration.EventBridgeConfiguration
      ? { EventBridgeConfiguration: {} }
      : {};
    return client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  },

  LoggingConfiguration: async (client, Bucket, { LoggingConfiguration: logging }) => {
    const { PutBucketLoggingCommand } = await import('@aws-sdk/client-s3');
    const BucketLoggingStatus: BucketLoggingStatus =
      logging === undefined
        ? {}
        : {
            LoggingEnabled: {
              TargetBucket: logging.DestinationBucketName ?? Bucket,
              TargetPrefix: logging.LogFilePrefix ?? '',
            },
          };
    return client.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus }));
  },

  Tags: async (client, Bucket, { Tags = [] }) => {
    const { PutBucketTaggingCommand, DeleteBucketTaggingCommand } = await import('@aws-sdk/client-s3');
    if (Tags.length === 0) return client.send(new DeleteBucketTaggingCommand({ Bucket }));
    return client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: listTags(Tags) } }));
  },
};
