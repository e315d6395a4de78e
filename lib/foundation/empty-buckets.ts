import { CfnResource } from 'aws-cdk-lib';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Arns } from '../pipeline/arns';
import type { Environment } from '../spec/model';
import { HandlerFunction } from './function';
import type { PrivateBucket } from './bucket';

export interface EmptyBucketsProps {
  /** What the names of function and role start with; roles share one namespace in all regions of an account. */
  readonly name: string;
  readonly environment: Pick<Environment, 'account' | 'region' | 'retain' | 'logRetentionDays'>;
  readonly buckets: readonly PrivateBucket[];
}

/** Seconds that emptying one bucket may take: as long as a function may run. */
const TIMEOUT = 900;

/**
 * Empties buckets before CloudFormation deletes them, which it cannot do to a bucket with objects in it. CDK's own
 * `autoDeleteObjects` would leave its log group behind and work with an AWS managed policy.
 */
export class EmptyBuckets extends Construct {
  constructor(scope: Construct, id: string, { name, environment, buckets }: EmptyBucketsProps) {
    super(scope, id);
    const names = buckets.map(({ bucket }) => nameOf(bucket));
    const arns = new Arns(environment);
    const { function: emptier } = new HandlerFunction(this, 'Handler', {
      functionName: `${name}-empty-bucket`,
      description: "Empties this stack's buckets when they are deleted",
      handler: 'empty-bucket',
      environment,
      timeout: TIMEOUT,
      grants: [
        { actions: ['s3:GetBucketTagging', 's3:ListBucketVersions'], resources: names.map(arns.bucket) },
        {
          actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
          resources: names.map((bucketName) => arns.object(bucketName, '*')),
          because: 'It empties the bucket, whatever is in it',
        },
      ],
    });
    for (const { node, bucket, policy } of buckets) {
      const emptied = new CfnResource(this, `Empty${node.id}`, {
        type: 'Custom::EmptyBucketOnDelete',
        properties: { ServiceToken: emptier.attrArn, ServiceTimeout: TIMEOUT, BucketName: bucket.ref },
      });
      emptied.node.addDependency(policy);
    }
  }
}

function nameOf({ bucketName }: CfnBucket): string {
  if (!bucketName) throw new Error('a bucket to be emptied must have a name, got none');
  return bucketName;
}
