import { ignoring } from '../../../kit/resources/errors';
import { provider, type ResourceContext } from '../../../kit/resources/provider';
import { applySettings, type BucketSettings, unsupportedSetting } from './bucket-settings';

interface BucketProperties extends BucketSettings {
  readonly BucketName?: string;
  readonly ObjectLockEnabled?: boolean;
}

const UPDATABLE: Readonly<Record<keyof BucketSettings, 'update'>> = {
  AccessControl: 'update',
  BucketEncryption: 'update',
  LifecycleConfiguration: 'update',
  LoggingConfiguration: 'update',
  NotificationConfiguration: 'update',
  OwnershipControls: 'update',
  PublicAccessBlockConfiguration: 'update',
  Tags: 'update',
  VersioningConfiguration: 'update',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucket = provider<BucketProperties>({
  properties: { ...UPDATABLE, BucketName: 'replace', ObjectLockEnabled: 'replace' },
  attributes: ['Arn', 'DomainName', 'RegionalDomainName', 'DualStackDomainName', 'WebsiteURL'],
  name: 'BucketName',
  tags: 'list',
  cannot: unsupportedSetting,

  async create(properties, context) {
    const { S3Client, CreateBucketCommand } = await import('@aws-sdk/client-s3');
    const name = properties.BucketName ?? context.generatedName(63).toLowerCase();
    const { region } = context;
    await context.client(S3Client).send(
      new CreateBucketCommand({
        Bucket: name,
        ObjectLockEnabledForBucket: properties.ObjectLockEnabled,
        CreateBucketConfiguration:
          region === 'us-east-1' ? undefined : { LocationConstraint: region as 'ap-northeast-1' },
      }),
    );
    context.made(name);
    await applySettings(context, name, {}, properties);
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  async update({ physicalId, properties: before }, properties, context) {
    await applySettings(context, physicalId, before, properties);
    return { physicalId, attributes: attributesOf(physicalId, context) };
  },

  async delete({ physicalId }, context) {
    const { S3Client, DeleteBucketCommand } = await import('@aws-sdk/client-s3');
    await ignoring(
      context.client(S3Client).send(new DeleteBucketCommand({ Bucket: physicalId })),
      'NoSuchBucket',
    );
  },
});

const attributesOf = (name: string, { region }: ResourceContext): Record<string, string> => ({
  Arn: `arn:aws:s3:::${name}`,
  DomainName: `${name}.s3.amazonaws.com`,
  RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
  WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
});
