import { Validations } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { Construct } from 'constructs';
import { sourcesName } from '../../handlers/contract/names';
import { PrivateBucket } from '../foundation/bucket';
import { bucketLogs, type LogBucket } from '../foundation/access-log-bucket';
import type { BucketEmptier } from '../foundation/bucket-emptier';
import { Arns } from '../pipeline/arns';
import type { RegionSources } from './owned-sources';

export interface UploadTrailProps {
  readonly prefix: string;
  readonly sources: RegionSources;
  /** @default - the trail's files outlive the stack */
  readonly emptier?: BucketEmptier;
  /** Where access to its files is logged. @default - nowhere */
  readonly logBucket?: LogBucket;
}

/** Days that the trail's files are kept; EventBridge has had the events long before. */
const TRAIL_DAYS = 90;

/**
 * The trail that records uploads of settings, so that CloudTrail's events start pipelines.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cloudtrail-S3-source.html
 */
export class UploadTrail extends Construct {
  constructor(scope: Construct, id: string, { prefix, sources, emptier, logBucket }: UploadTrailProps) {
    super(scope, id);
    const arns = Arns.of(sources);
    const trailName = `${sourcesName(prefix)}-uploads`;
    const bucketName = `${trailName}-${sources.account}-${sources.region}`;
    const files = new PrivateBucket(this, 'Logs', {
      bucketName,
      emptier,
      accessLogs: logBucket && bucketLogs(logBucket.name, bucketName),
      lifecycle: [
        {
          id: 'old-logs',
          status: 'Enabled',
          expirationInDays: TRAIL_DAYS,
          noncurrentVersionExpiration: { noncurrentDays: 1 },
        },
      ],
      statements: trailStatements(arns, bucketName, trailName, sources.account),
    });
    const { bucket, ready } = files;
    if (logBucket) files.node.addDependency(logBucket.resource);
    const trail = new CfnTrail(this, 'Uploads', {
      trailName,
      isLogging: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      enableLogFileValidation: true,
      s3BucketName: bucket.ref,
      eventSelectors: [
        {
          readWriteType: 'WriteOnly',
          includeManagementEvents: false,
          dataResources: [
            {
              type: 'AWS::S3::Object',
              values: sources.recorded.map((object) => arns.object(object.bucket, object.key)),
            },
          ],
        },
      ],
    });
    Validations.of(trail).acknowledge(
      {
        id: 'CKV_AWS_35',
        reason:
          'Its files name uploads of settings and hold none; they are private, and encrypted with keys of S3',
      },
      {
        id: 'CKV_AWS_67',
        reason:
          'It starts pipelines on uploads in this region; recording what else happens is the account owner’s',
      },
    );
    // For as long as there is a trail it writes, so it must be gone before its bucket is emptied.
    trail.addResourceDependency(ready);
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function trailStatements(arns: Arns, bucket: string, trailName: string, account: string): object[] {
  const allow = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const sourceArn = { 'aws:SourceArn': arns.trail(trailName) };
  return [
    {
      Sid: 'TrailLooks',
      ...allow,
      Action: 's3:GetBucketAcl',
      Resource: arns.bucket(bucket),
      Condition: { StringEquals: sourceArn },
    },
    {
      Sid: 'TrailWrites',
      ...allow,
      Action: 's3:PutObject',
      Resource: arns.object(bucket, `AWSLogs/${account}/*`),
      Condition: { StringEquals: { ...sourceArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}
