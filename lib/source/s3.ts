import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { Trigger } from '../pipeline/trigger';
import type { UploadedObject } from './config/uploads-model';

/**
 * Takes an object from a versioned bucket. Output variables: BucketName, ObjectKey, VersionId, ETag.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export function objectSource(settings: UploadedObject, name: string, artifact: string, arns: Arns): Action {
  const { bucket, key } = settings;
  return {
    name,
    category: 'Source',
    provider: 'S3',
    configuration: { S3Bucket: bucket, S3ObjectKey: key, PollForSourceChanges: 'false' },
    outputs: [artifact],
    namespace: name,
    grants: [
      {
        actions: [
          's3:GetBucketAcl',
          's3:GetBucketLocation',
          's3:GetBucketVersioning',
          's3:GetObject',
          's3:GetObjectTagging',
          's3:GetObjectVersion',
          's3:GetObjectVersionTagging',
          's3:ListBucket',
        ],
        resources: [arns.bucket(bucket), arns.object(bucket, key)],
      },
    ],
  };
}

/** An upload of the object, pinned to the version it became. */
export function objectUpload(settings: UploadedObject, action: string): Trigger {
  return settings.trigger === 'cloudtrail' ? recordedCall(settings, action) : objectCreated(settings, action);
}

/**
 * S3's own event, which the bucket sends once EventBridge is switched on in its notifications.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
function objectCreated({ bucket, key }: UploadedObject, action: string): Trigger {
  return {
    pattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [bucket] }, object: { key: [key] } },
    },
    revision: { action, type: 'S3_OBJECT_VERSION_ID', path: '$.detail.object.version-id' },
  };
}

/**
 * The call as CloudTrail records it, with the version in its answer.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cloudtrail-S3-source-cfn.html
 */
function recordedCall({ bucket, key }: UploadedObject, action: string): Trigger {
  return {
    pattern: {
      source: ['aws.s3'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['s3.amazonaws.com'],
        eventName: ['PutObject', 'CompleteMultipartUpload', 'CopyObject'],
        requestParameters: { bucketName: [bucket], key: [key] },
      },
    },
    revision: {
      action,
      type: 'S3_OBJECT_VERSION_ID',
      path: '$.detail.responseElements.x-amz-version-id',
    },
  };
}
