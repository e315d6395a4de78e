import { type CfnResource, Validations } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { BucketEmptier } from './bucket-emptier';
import { removalPolicy } from '../removal';

export interface PrivateBucketProps {
  readonly bucketName: string;
  /** Empties it when its stack is destroyed. @default - the bucket and its objects outlive the stack */
  readonly emptier?: BucketEmptier;
  /** KMS key that encrypts by default. @default - S3's own keys */
  readonly keyArn?: string;
  /** Where access to it is logged. @default - nowhere */
  readonly accessLogs?: { readonly bucket: string; readonly prefix: string };
  readonly lifecycle: readonly CfnBucket.RuleProperty[];
  /** Whether the bucket sends EventBridge events of its objects. @default false */
  readonly events?: boolean;
  /** Statements of the bucket policy, beside the one that denies plain HTTP. @default [] */
  readonly statements?: readonly object[];
}

/** A versioned bucket that is not public and takes requests over TLS only. */
export class PrivateBucket extends Construct {
  readonly bucket: CfnBucket;
  /** A resource that writes to the bucket must depend on this, so that it is deleted before the bucket is emptied. */
  readonly ready: CfnResource;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { bucketName, emptier, keyArn, accessLogs, lifecycle, events, statements = [] } = props;
    this.bucket = new CfnBucket(this, 'Bucket', {
      bucketName,
      bucketEncryption: { serverSideEncryptionConfiguration: [encryption(keyArn)] },
      versioningConfiguration: { status: 'Enabled' },
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      loggingConfiguration: accessLogs && {
        destinationBucketName: accessLogs.bucket,
        logFilePrefix: accessLogs.prefix,
      },
      lifecycleConfiguration: { rules: [ABANDONED_UPLOADS, ...lifecycle] },
      tags: emptier && [emptier.tag],
      notificationConfiguration: events
        ? { eventBridgeConfiguration: { eventBridgeEnabled: true } }
        : undefined,
    });
    this.bucket.applyRemovalPolicy(removalPolicy(!emptier));
    const policy = new CfnBucketPolicy(this, 'Policy', {
      bucket: this.bucket.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          refusePlainHttp(this.bucket.attrArn),
          ...(emptier ? [emptier.statement(this.bucket.attrArn)] : []),
          ...statements,
        ],
      },
    });
    this.ready = emptier?.emptyOnDelete(this, this.bucket, policy) ?? policy;
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Access logs are what a hardened environment pays a second bucket for; who wrote what is in the pipeline executions and in CloudTrail too',
    });
  }
}

const ABANDONED_UPLOADS: CfnBucket.RuleProperty = {
  id: 'abandoned-uploads',
  status: 'Enabled',
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
};

function encryption(keyArn?: string): CfnBucket.ServerSideEncryptionRuleProperty {
  return keyArn
    ? {
        serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      }
    : { serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } };
}

function refusePlainHttp(bucketArn: string): object {
  return {
    Sid: 'RefusePlainHttp',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
