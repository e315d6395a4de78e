import { Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { LOG_DAYS } from '../config/hardened';
import type { Arns } from '../pipeline/arns';
import { PrivateBucket } from './bucket';
import type { BucketEmptier } from './bucket-emptier';

export interface AccessLogBucketProps {
  readonly bucketName: string;
  readonly account: string;
  readonly arns: Arns;
  /** Whether load balancers and networks write to it, beside buckets. */
  readonly services: boolean;
  /** Empties it when its stack is destroyed. @default - the bucket and its objects outlive the stack */
  readonly emptier?: BucketEmptier;
}

/** A bucket of logs in the same stack: what is logged there is made after it. */
export interface LogBucket {
  readonly name: string;
  readonly resource: Construct;
}

/** The folders of a bucket of logs, by what writes them. */
const FOLDERS = { buckets: 'buckets', loadBalancers: 'load-balancers', networks: 'networks' } as const;

/** Where access to a bucket is logged, in a bucket of logs. */
export const bucketLogs = (bucket: string, logged: string): { bucket: string; prefix: string } => ({
  bucket,
  prefix: `${FOLDERS.buckets}/${logged}/`,
});

/** The folder of the logs of access to load balancers, and of each of them, in a bucket of logs. */
export const loadBalancerLogs = (name = '*'): string => `${FOLDERS.loadBalancers}/${name}`;

/** The folder of the logs of networks, and of each of them, in a bucket of logs. */
export const networkLogs = (name = '*'): string => `${FOLDERS.networks}/${name}`;

/**
 * The bucket that S3, load balancers and VPCs of the account write their logs to, with keys of S3: load balancers take no
 * others. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogBucket extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const { bucketName, account, arns, services, emptier } = props;
    const { bucket } = new PrivateBucket(this, 'Bucket', {
      bucketName,
      emptier,
      lifecycle: [
        {
          id: 'old-logs',
          status: 'Enabled',
          expirationInDays: LOG_DAYS,
          noncurrentVersionExpiration: { noncurrentDays: 1 },
        },
      ],
      statements: [
        bucketsWrite(bucketName, account, arns),
        ...(services ? servicesWrite(bucketName, account, arns) : []),
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'CKV_AWS_18',
      reason: 'This is the bucket of the access logs; logs of access to it would be written to itself',
    });
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
function bucketsWrite(bucket: string, account: string, arns: Arns): object {
  return {
    Sid: 'Buckets',
    Effect: 'Allow',
    Action: 's3:PutObject',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Resource: arns.object(bucket, `${FOLDERS.buckets}/*`),
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
}

function servicesWrite(bucket: string, account: string, arns: Arns): object[] {
  const write = { Effect: 'Allow', Action: 's3:PutObject' };
  const deliveries = {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': arns.logDeliveries() },
  };
  return [
    // Without condition, as AWS documents it: only load balancers of this account are logged under its number.
    {
      Sid: 'LoadBalancers',
      ...write,
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Resource: arns.object(bucket, `${loadBalancerLogs()}/AWSLogs/${account}/*`),
    },
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
    {
      Sid: 'Networks',
      ...write,
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Resource: arns.object(bucket, `${networkLogs()}/AWSLogs/${account}/*`),
      Condition: {
        ...deliveries,
        StringEquals: { ...deliveries.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    },
    {
      Sid: 'NetworksReadAccess',
      Effect: 'Allow',
      Action: 's3:GetBucketAcl',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Resource: arns.bucket(bucket),
      Condition: deliveries,
    },
  ];
}
