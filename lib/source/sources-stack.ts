import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { CfnRepository, type CfnRepositoryProps } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { sourcesLogBucketName, sourcesName } from '../../handlers/contract/names';
import { AccessLogBucket, bucketLogs, type LogBucket } from '../foundation/access-log-bucket';
import { PrivateBucket } from '../foundation/bucket';
import { BucketEmptier } from '../foundation/bucket-emptier';
import { Arns } from '../pipeline/arns';
import { allowUploads } from './ci-role';
import { lifecyclePolicy } from './lifecycle';
import { OwnedConnection } from './owned-connection';
import type { OwnedRepository, RegionSources } from './owned-sources';
import { UploadTrail } from './upload-trail';
import { removalPolicy } from '../removal';

export interface SourcesStackProps extends StackProps {
  readonly prefix: string;
  readonly sources: RegionSources;
}

/** Days that settings which newer ones replaced can still be released again. */
const OLD_SETTINGS_DAYS = 365;

/**
 * The repositories, buckets and connections that the pipelines of one account and region take their releases from, where
 * the factory owns them. They are shared by environments, so that one image can go from the first to the last.
 */
export class SourcesStack extends Stack {
  constructor(scope: Construct, id: string, { prefix, sources, ...props }: SourcesStackProps) {
    super(scope, id, props);
    for (const repository of sources.repositories) imageRepository(this, prefix, repository, sources.retain);
    for (const connection of sources.connections)
      new OwnedConnection(this, `Connection-${connection.name}`, {
        prefix,
        connection,
        retain: sources.retain,
      });
    const emptier =
      sources.retain || !(sources.buckets.length || sources.recorded.length)
        ? undefined
        : new BucketEmptier(this, 'Emptier', {
            name: `${sourcesName(prefix)}-${sources.region}`,
            environment: sources,
          });
    const logBucket = sources.hardened ? this.logAccess(prefix, sources, emptier) : undefined;
    for (const bucketName of sources.buckets) {
      const settings = new PrivateBucket(this, `Settings-${bucketName}`, {
        bucketName,
        emptier,
        accessLogs: logBucket && bucketLogs(logBucket.name, bucketName),
        events: true,
        lifecycle: [
          {
            id: 'old-settings',
            status: 'Enabled',
            noncurrentVersionExpiration: { noncurrentDays: OLD_SETTINGS_DAYS },
          },
        ],
      });
      if (logBucket) settings.node.addDependency(logBucket.resource);
    }
    allowUploads(this, sources.ci, Arns.of(sources));
    if (sources.recorded.length) new UploadTrail(this, 'Trail', { prefix, sources, emptier, logBucket });
  }

  /** Nothing where no bucket is made whose access would be logged. */
  private logAccess(
    prefix: string,
    { account, region, buckets, recorded }: RegionSources,
    emptier: BucketEmptier | undefined,
  ): LogBucket | undefined {
    if (!(buckets.length || recorded.length)) return undefined;
    const name = sourcesLogBucketName(prefix, account, region);
    const arns = Arns.of({ account, region });
    const resource = new AccessLogBucket(this, 'AccessLogs', {
      bucketName: name,
      account,
      arns,
      services: false,
      emptier,
    });
    return { name, resource };
  }
}

function imageRepository(
  scope: Construct,
  prefix: string,
  repository: OwnedRepository,
  retain: boolean,
): void {
  const { name, mutableTags } = repository;
  const made = new CfnRepository(scope, `Repository-${name}`, {
    repositoryName: name,
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'AES256' },
    ...(mutableTags && immutable(mutableTags)),
    emptyOnDelete: !retain,
    lifecyclePolicy: { lifecyclePolicyText: lifecyclePolicy(prefix, repository) },
  });
  Validations.of(made).acknowledge(
    {
      id: 'CKV_AWS_51',
      reason: 'The tags that releases follow and move must be mutable; every other tag is not',
    },
    {
      id: 'CKV_AWS_136',
      reason:
        'A change of its encryption would replace the repository with all of its images; keys of ECR encrypt it',
    },
  );
  made.applyRemovalPolicy(removalPolicy(retain));
}

/** Every tag stays on its image but these. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const immutable = (
  mutableTags: readonly string[],
): Pick<CfnRepositoryProps, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'> => ({
  imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
  imageTagMutabilityExclusionFilters: mutableTags.map((tag) => ({
    imageTagMutabilityExclusionFilterType: 'WILDCARD',
    imageTagMutabilityExclusionFilterValue: tag,
  })),
});
