import { posix } from 'node:path';
import {
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { AwsIdentity } from '../../../kit/aws';
import type { StoredProject } from '../model';

/** An object, or a folder of objects, in S3. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** A client that addresses buckets in the path, because `*.127.0.0.1` does not resolve. */
export const s3Client = (identity: AwsIdentity): S3Client =>
  new S3Client({ ...identity, forcePathStyle: true });

/** `bucket/key` or `arn:aws:s3:::bucket/key`. */
export function parseS3Location(location: string): S3Location {
  const [bucket = '', ...key] = location.replace(/^arn:aws[\w-]*:s3:::/, '').split('/');
  return { bucket, key: key.join('/') };
}

/** An object's ARN. */
export const s3Arn = ({ bucket, key }: S3Location): string => `arn:aws:s3:::${bucket}/${key}`;

/** @param version of the object @default - the latest */
export async function readObject(
  s3: S3Client,
  { bucket, key }: S3Location,
  version?: string,
): Promise<Uint8Array> {
  const { Body: body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }),
  );
  return (await body?.transformToByteArray()) ?? new Uint8Array();
}

/**
 * The calls with which CodeBuild checks a bucket before it uploads; the service role's documented policy allows them.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export async function checkBucket(s3: S3Client, Bucket: string): Promise<void> {
  await Promise.all([
    s3.send(new GetBucketAclCommand({ Bucket })),
    s3.send(new GetBucketLocationCommand({ Bucket })),
  ]);
}

/** Where a project's own cache is. @returns undefined where it has none in S3 */
export function cacheLocation({
  cache,
  name,
}: Pick<StoredProject, 'cache' | 'name'>): S3Location | undefined {
  if (cache.type !== 'S3') return undefined;
  const { bucket, key } = parseS3Location(cache.location ?? '');
  return { bucket, key: posix.join(key, name) };
}

/** AWS's own key for S3, the default of a project. */
const AWS_MANAGED_KEY = /(^|:)alias\/aws\/s3$/;

/** The customer's key that artifacts are encrypted with. @returns undefined for AWS's own, which needs no permissions */
export function customerKeyOf({ encryptionKey }: Pick<StoredProject, 'encryptionKey'>): string | undefined {
  return AWS_MANAGED_KEY.test(encryptionKey) ? undefined : encryptionKey;
}
