import {
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { EMPTY_ON_DELETE_TAG, type EmptyBucketProperties } from './contract/empty-bucket';

const s3 = new S3Client();

/**
 * Empties a bucket when its custom resource is deleted, and only if the bucket's tag still agrees: whoever switches
 * `retain` on takes the custom resource away too, and must keep what is in the bucket.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  const { BucketName } = event.ResourceProperties as unknown as EmptyBucketProperties;
  try {
    if (event.RequestType === 'Delete' && (await agrees(BucketName))) await empty(BucketName);
    await answer(event, BucketName, { Status: 'SUCCESS' });
  } catch (error) {
    await answer(event, BucketName, {
      Status: 'FAILED',
      Reason: `${BucketName}: ${(error as Error).message}`,
    });
  }
}

async function agrees(bucket: string): Promise<boolean> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    return TagSet.some(({ Key, Value }) => Key === EMPTY_ON_DELETE_TAG && Value === 'true');
  } catch (error) {
    if (['NoSuchTagSet', 'NoSuchBucket'].includes((error as Error).name)) return false;
    throw error;
  }
}

/** What is left is always on the first page. */
async function empty(bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (!objects.length) return;
    await remove(bucket, objects);
  }
}

async function remove(bucket: string, objects: { Key?: string; VersionId?: string }[]): Promise<void> {
  const { Errors: [first] = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects.map(identifier), Quiet: true } }),
  );
  if (first) throw new Error(`${first.Key} cannot be deleted: ${first.Code} ${first.Message}`);
}

const identifier = ({ Key = '', VersionId }: { Key?: string; VersionId?: string }) => ({ Key, VersionId });

/**
 * Tells CloudFormation the outcome at the address it gave; without an answer it would wait for the resource's timeout.
 * The address is a signed one of S3, signed for no content type, where `fetch` would name one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  PhysicalResourceId: string,
  outcome: { readonly Status: 'SUCCESS' } | { readonly Status: 'FAILED'; readonly Reason: string },
): Promise<void> {
  const body = JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId, PhysicalResourceId });
  const { ok, status } = await fetch(ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
  if (!ok) throw new Error(`CloudFormation did not take the answer ${body}, HTTP status ${status}`);
}
