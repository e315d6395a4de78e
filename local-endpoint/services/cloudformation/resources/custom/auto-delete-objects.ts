import { plain, type JsonObject } from '../../../../kit/resources/json';
import { ignoring } from '../../../../kit/resources/errors';
import type { ResourceContext, ResourceProvider } from '../../../../kit/resources/provider';

/**
 * What the CDK's `autoDeleteObjects` adds to a bucket. Its function responds only by HTTPS on port 443, which no loopback
 * address has, so the work is done here: a bucket with the CDK's tag is emptied when the resource is deleted.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3-readme.html#bucket-deletion
 */
export const autoDeleteObjects: ResourceProvider = {
  properties: { ServiceToken: 'update', BucketName: 'update' },
  create: async (properties) => ({ physicalId: bucketOf(properties) }),
  update: async (_before, properties) => ({ physicalId: bucketOf(properties) }),
  delete: async ({ physicalId }, context) => {
    if (await isTagged(context, physicalId)) await ignoring(empty(context, physicalId), 'NoSuchBucket');
  },
};

const TAG = 'aws-cdk:auto-delete-objects';

const bucketOf = ({ BucketName }: JsonObject): string => plain(BucketName);

async function isTagged(context: ResourceContext, Bucket: string): Promise<boolean> {
  const { S3Client, GetBucketTaggingCommand } = await import('@aws-sdk/client-s3');
  const tagging = context.client(S3Client).send(new GetBucketTaggingCommand({ Bucket }));
  const answer = await ignoring(tagging, 'NoSuchBucket', 'NoSuchTagSet');
  return answer?.TagSet?.some(({ Key, Value }) => Key === TAG && Value === 'true') ?? false;
}

/** Deletes page by page; what is left is always on the first page. */
async function empty(context: ResourceContext, Bucket: string): Promise<void> {
  const { S3Client, DeleteObjectsCommand, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const client = context.client(S3Client);
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors: [first] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    if (first) throw new Error(`${first.Key} cannot be deleted: ${first.Code} ${first.Message}`);
  }
}
