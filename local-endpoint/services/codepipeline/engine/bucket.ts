import {
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectTaggingCommand,
  type S3Client,
  type Tag,
} from '@aws-sdk/client-s3';

/**
 * Whether a bucket keeps versions. All that the service role's documented policy lets CodePipeline read of a bucket is
 * read, so that a role without these rights fails here as it would in AWS. https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 */
export async function readVersioning(
  s3: S3Client,
  Bucket: string,
): Promise<'Enabled' | 'Suspended' | undefined> {
  const [{ Status: status }] = await Promise.all([
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    s3.send(new GetBucketAclCommand({ Bucket })),
    s3.send(new GetBucketLocationCommand({ Bucket })),
  ]);
  return status;
}

/**
 * The tags of an object. AWS needs the rights to them, by version and without, only where there are tags; they are read
 * always, so that a role without them is found before the first tagged upload.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export async function readObjectTags(
  s3: S3Client,
  Bucket: string,
  Key: string,
  VersionId?: string,
): Promise<Tag[]> {
  const [{ TagSet: tags }] = await Promise.all([
    s3.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId })),
    s3.send(new GetObjectTaggingCommand({ Bucket, Key })),
  ]);
  return tags ?? [];
}
