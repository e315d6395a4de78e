import {
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { EMPTY_ON_DELETE_TAG } from '../contract/empty-bucket';
import { parseRequest, respond } from './custom-resource';

const s3 = new S3Client();

/**
 * Empties a bucket when its custom resource is deleted, and only if the bucket still has the tag that allows it: whoever
 * sets `retain` removes the custom resource too, and must keep what is in the bucket.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export async function handler(event: unknown): Promise<void> {
  const request = parseRequest(event);
  const { bucket } = request;
  try {
    if (request.type === 'Delete' && (await mayBeEmptied(bucket))) await empty(bucket);
    await respond(request, { Status: 'SUCCESS' });
  } catch (error) {
    await respond(request, { Status: 'FAILED', Reason: `${bucket}: ${(error as Error).message}` });
  }
}

async function mayBeEmptied(bucket: string): Promise<boolean> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    return TagSet.some(({ Key, Value }) => Key === EMPTY_ON_DELETE_TAG && Value === 'true');
  } catch (error) {
    if (['NoSuchTagSet', 'NoSuchBucket'].includes((error as Error).name)) return false;
    throw error;
  }
}

/** Each turn reads the first page, because the one before has deleted what was on it. */
async function empty(bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (!objects.length) return;
    await deleteObjects(bucket, objects);
  }
}

async function deleteObjects(bucket: string, objects: { Key?: string; VersionId?: string }[]): Promise<void> {
  const { Errors: [first] = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects.map(identifier), Quiet: true } }),
  );
  if (first) throw new Error(`${first.Key} cannot be deleted: ${first.Code} ${first.Message}`);
}

const identifier = ({ Key = '', VersionId }: { Key?: string; VersionId?: string }) => ({ Key, VersionId });
