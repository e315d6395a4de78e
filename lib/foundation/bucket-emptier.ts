import { CfnResource } from 'aws-cdk-lib';
import type { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EMPTY_ON_DELETE_TAG } from '../../handlers/contract/empty-bucket';
import type { Environment } from '../config/model';
import { HandlerFunction } from './function';

export interface BucketEmptierProps {
  /** Prefix of the names of function and role; role names are unique in an account, whatever the region. */
  readonly name: string;
  readonly environment: Pick<Environment, 'account' | 'region' | 'retain' | 'hardened' | 'logRetentionDays'>;
  /** ARN of the key that encrypts the function's log group. @default - CloudWatch's own keys */
  readonly keyArn?: string;
}

/** Lambda runs no function for longer. */
const TIMEOUT_SECONDS = 900;

/**
 * Empties buckets before CloudFormation deletes them, which it cannot do to a bucket with objects in it. CDK's own
 * `autoDeleteObjects` would leave its log group behind and work with an AWS managed policy. Each bucket's policy, not the
 * function's role, allows it, so the role stays small however many buckets there are.
 */
export class BucketEmptier extends Construct {
  private readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, { name, environment, keyArn }: BucketEmptierProps) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      functionName: `${name}-empty-bucket`,
      description: "Empties this stack's buckets when they are deleted",
      handler: 'empty-bucket',
      environment,
      keyArn,
      timeout: TIMEOUT_SECONDS,
      grants: [],
    });
  }

  /** A bucket without this tag is not emptied. */
  readonly tag = { key: EMPTY_ON_DELETE_TAG, value: 'true' };

  /** The statement of the bucket's policy that lets the function empty it. */
  statement(bucketArn: string): object {
    return {
      Sid: 'EmptiedOnDelete',
      Effect: 'Allow',
      Principal: { AWS: this.handler.role.attrArn },
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetBucketTagging', 's3:ListBucketVersions'],
      Resource: [bucketArn, `${bucketArn}/*`],
    };
  }

  /** Adds the custom resource that empties the bucket on delete, before the policy that allows it is deleted. */
  emptyOnDelete(scope: Construct, bucket: CfnBucket, policy: CfnBucketPolicy): CfnResource {
    const emptied = new CfnResource(scope, 'Emptied', {
      type: 'Custom::EmptyBucketOnDelete',
      properties: {
        ServiceToken: this.handler.function.attrArn,
        ServiceTimeout: TIMEOUT_SECONDS,
        BucketName: bucket.ref,
      },
    });
    emptied.addResourceDependency(policy);
    return emptied;
  }
}
