import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { sourcesName } from '../../handlers/contract/names';
import { PrivateBucket } from '../foundation/bucket';
import { BucketEmptier } from '../foundation/bucket-emptier';
import type { RegionSources } from './owned-sources';
import { UploadTrail } from './upload-trail';
import { removalPolicy } from '../removal';

export interface SourcesStackProps extends StackProps {
  readonly prefix: string;
  readonly sources: RegionSources;
}

/** Days that settings which newer ones replaced can still be released again. */
const OLD_SETTINGS_DAYS = 365;

/**
 * The repositories and buckets that the pipelines of one account and region take their releases from, where the factory
 * owns them. They are shared by environments, so that one image can go from the first to the last.
 */
export class SourcesStack extends Stack {
  constructor(scope: Construct, id: string, { prefix, sources, ...props }: SourcesStackProps) {
    super(scope, id, props);
    for (const repository of sources.repositories) imageRepository(this, repository, sources.retain);
    const emptier =
      sources.retain || !(sources.buckets.length || sources.recorded.length)
        ? undefined
        : new BucketEmptier(this, 'Emptier', {
            name: `${sourcesName(prefix)}-${sources.region}`,
            environment: sources,
          });
    for (const bucketName of sources.buckets)
      new PrivateBucket(this, `Settings-${bucketName}`, {
        bucketName,
        emptier,
        events: true,
        lifecycle: [
          {
            id: 'old-settings',
            status: 'Enabled',
            noncurrentVersionExpiration: { noncurrentDays: OLD_SETTINGS_DAYS },
          },
        ],
      });
    if (sources.recorded.length) new UploadTrail(this, 'Trail', { prefix, sources, emptier });
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
function imageRepository(
  scope: Construct,
  { name, untaggedExpiryDays }: RegionSources['repositories'][number],
  retain: boolean,
): void {
  const repository = new CfnRepository(scope, `Repository-${name}`, {
    repositoryName: name,
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'AES256' },
    emptyOnDelete: !retain,
    lifecyclePolicy: {
      lifecyclePolicyText: JSON.stringify({ rules: [expireUntagged(untaggedExpiryDays)] }),
    },
  });
  repository.applyRemovalPolicy(removalPolicy(retain));
}

/** What serves, and what served before it, is tagged by the pipelines and so stays. */
function expireUntagged(days: number): object {
  return {
    rulePriority: 1,
    description: `untagged images expire ${days} days after their push`,
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
    action: { type: 'expire' },
  };
}
