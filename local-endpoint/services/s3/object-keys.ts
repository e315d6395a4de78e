import { GetBucketEncryptionCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ApiCall } from '../../kit/call';
import { findKey, keyAccess } from '../../kit/kms-keys';
import type { Lookup } from '../../kit/lookup';
import { type RequiredPermission, textOf } from '../../kit/permissions';

/**
 * The right to use the key that a new object is encrypted with, by its header or by the bucket's default: S3 asks KMS
 * on the caller's behalf. Parts are encrypted one by one and read again in the end.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export async function writingKey(call: ApiCall, lookup: Lookup): Promise<readonly RequiredPermission[]> {
  const bucket = textOf(call.input, 'Bucket');
  const explicit = call.request.headers.get('x-amz-server-side-encryption') ?? undefined;
  const chosen = call.request.headers.get('x-amz-server-side-encryption-aws-kms-key-id') ?? undefined;
  if (explicit && !explicit.startsWith('aws:kms')) return [];
  const key = chosen ?? (await bucketKey(lookup, bucket));
  const actions = call.operation === 'PutObject' || call.operation === 'CopyObject' ? WRITE : WRITE_PARTS;
  return key ? use(actions, key, `${bucket}/${textOf(call.input, 'Key')}`, call, lookup) : [];
}

/** The right to use the key that an object is encrypted with. */
export async function readingKey(
  bucket: string,
  key: string,
  version: string,
  call: ApiCall,
  lookup: Lookup,
): Promise<readonly RequiredPermission[]> {
  const id = (await objectKey(lookup, bucket, key, version)) ?? (await bucketKey(lookup, bucket));
  return id ? use(['Decrypt'], id, `${bucket}/${key}`, call, lookup) : [];
}

const WRITE = ['GenerateDataKey'];
const WRITE_PARTS = ['GenerateDataKey', 'Decrypt'];

async function use(
  actions: readonly string[],
  id: string,
  object: string,
  { context }: ApiCall,
  lookup: Lookup,
): Promise<readonly RequiredPermission[]> {
  const key = await findKey(lookup, id, context.region, context.caller.accountId);
  const via = { service: 's3', region: context.region, context: { 'aws:s3:arn': `arn:aws:s3:::${object}` } };
  return actions.map((action) => keyAccess(action, key, id, via));
}

/** The key of a bucket's default encryption; undefined where that is not with a key of the customer's. */
function bucketKey(lookup: Lookup, bucket: string): Promise<string | undefined> {
  return lookup.remembered(`bucket key ${bucket}`, () => readBucketKey(clientFor(lookup), bucket));
}

/** The key an object was encrypted with; it may be overwritten with another one, so nothing is remembered. */
function objectKey(
  lookup: Lookup,
  bucket: string,
  key: string,
  version: string,
): Promise<string | undefined> {
  return readObjectKey(clientFor(lookup), bucket, key, version);
}

const clientFor = (lookup: Lookup): S3Client =>
  new S3Client({ ...lookup.asService(lookup.account, 'us-east-1'), forcePathStyle: true });

async function readBucketKey(s3: S3Client, Bucket: string): Promise<string | undefined> {
  const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket })).catch(() => undefined);
  const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return rule?.SSEAlgorithm?.startsWith('aws:kms') ? customerKey(rule.KMSMasterKeyID) : undefined;
}

async function readObjectKey(
  s3: S3Client,
  Bucket: string,
  Key: string,
  VersionId: string,
): Promise<string | undefined> {
  const version = VersionId ? { VersionId } : {};
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ...version })).catch(() => undefined);
  return customerKey(head?.SSEKMSKeyId);
}

/** AWS's own key for S3 may be used by everybody in the account. */
const customerKey = (key: string | undefined): string | undefined =>
  key?.endsWith('alias/aws/s3') ? undefined : key;
