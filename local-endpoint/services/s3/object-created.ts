import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ForwardedCall, Observer } from '../../kit/operation';
import type { ServiceContext } from '../../kit/context';
import type { NotifyingBuckets } from './notifying-buckets';

/** The calls that make an object, which are also the reasons the event gives. */
const CREATING = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'] as const;

/**
 * "Object Created" of buckets that send their events to EventBridge.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function objectCreated(context: ServiceContext, notifying: NotifyingBuckets): Observer[] {
  return CREATING.map((operation) => ({
    service: 's3',
    operation,
    after: (call) => raiseObjectCreated(context, notifying, call),
  }));
}

async function raiseObjectCreated(
  context: ServiceContext,
  notifying: NotifyingBuckets,
  call: ForwardedCall,
): Promise<void> {
  const { Bucket, Key } = call.input as { Bucket: string; Key: string };
  if (!notifying.has(Bucket)) return;
  const account = call.context.caller.accountId;
  const s3 = new S3Client({ ...context.aws.asService(account, call.context.region), forcePathStyle: true });
  const versionId = call.responseHeaders.get('x-amz-version-id') ?? undefined;
  const object = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId: versionId }));
  context.bus.emit({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    account,
    region: call.context.region,
    resources: [`arn:aws:s3:::${Bucket}`],
    detail: {
      version: '0',
      bucket: { name: Bucket },
      object: {
        key: Key,
        size: object.ContentLength ?? 0,
        etag: (object.ETag ?? '').replaceAll('"', ''),
        ...(versionId ? { 'version-id': versionId } : {}),
        sequencer: context.clock.now().getTime().toString(16).toUpperCase().padStart(18, '0'),
      },
      'request-id': call.responseHeaders.get('x-amz-request-id') ?? '',
      requester: account,
      'source-ip-address': '127.0.0.1',
      reason: call.operation,
    },
  });
}
