import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { sourcesName } from '../../handlers/contract/names';
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
    allowUploads(this, sources.ci, new Arns(sources));
    if (sources.recorded.length) new UploadTrail(this, 'Trail', { prefix, sources, emptier });
  }
}

function imageRepository(
  scope: Construct,
  prefix: string,
  repository: OwnedRepository,
  retain: boolean,
): void {
  const { name } = repository;
  const made = new CfnRepository(scope, `Repository-${name}`, {
    repositoryName: name,
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'AES256' },
    emptyOnDelete: !retain,
    lifecyclePolicy: { lifecyclePolicyText: lifecyclePolicy(prefix, repository) },
  });
  made.applyRemovalPolicy(removalPolicy(retain));
}
