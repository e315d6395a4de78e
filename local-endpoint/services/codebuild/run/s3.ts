import {
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { AwsIdentity } from '../../../kit/aws';

/** An object, or a folder of objects, in S3. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** A client with the rights of the build's service role. */
export const s3Client = (identity: AwsIdentity): S3Client =>
  new S3Client({ ...identity, forcePathStyle: true });

/** `bucket/key` or `arn:aws:s3:::bucket/key`. */
export function placeOf(location: string): S3Place {
  const [bucket = '', ...key] = location.replace(/^arn:aws[\w-]*:s3:::/, '').split('/');
  return { bucket, key: key.join('/') };
}

/** An object's ARN. */
export const s3Arn = ({ bucket, key }: S3Place): string => `arn:aws:s3:::${bucket}/${key}`;

/** @param version of the object @default - the latest */
export async function readObject(
  s3: S3Client,
  { bucket, key }: S3Place,
  version?: string,
): Promise<Uint8Array> {
  const { Body: body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }),
  );
  return (await body?.transformToByteArray()) ?? new Uint8Array();
}

/**
 * What the service role's documented policy lets CodeBuild ask of a bucket, to know that it is still the one that was meant.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export async function lookAtBucket(s3: S3Client, Bucket: string): Promise<void> {
  await Promise.all([
    s3.send(new GetBucketAclCommand({ Bucket })),
    s3.send(new GetBucketLocationCommand({ Bucket })),
  ]);
}
