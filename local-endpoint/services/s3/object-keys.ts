import type { ApiCall } from '../../endpoint/call';
import { type Access, text } from '../../kit/permissions';
import { keyAccess } from '../../authorization/key-access';
import type { Look } from '../../authorization/look';

/**
 * The right to use the key that a new object is encrypted with, by its header or by the bucket's default: S3 asks KMS
 * on the caller's behalf. Parts are encrypted one by one and read again in the end.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export async function writingKey(call: ApiCall, look: Look): Promise<readonly Access[]> {
  const bucket = text(call.input, 'Bucket');
  const explicit = call.request.headers.get('x-amz-server-side-encryption') ?? undefined;
  const chosen = call.request.headers.get('x-amz-server-side-encryption-aws-kms-key-id') ?? undefined;
  if (explicit && !explicit.startsWith('aws:kms')) return [];
  const key = chosen ?? (await look.bucketKey(bucket));
  const actions = call.operation === 'PutObject' || call.operation === 'CopyObject' ? WRITE : WRITE_PARTS;
  return key ? use(actions, key, `${bucket}/${text(call.input, 'Key')}`, call, look) : [];
}

/** The right to use the key that an object is encrypted with. */
export async function readingKey(
  bucket: string,
  key: string,
  version: string,
  call: ApiCall,
  look: Look,
): Promise<readonly Access[]> {
  const id = (await look.objectKey(bucket, key, version)) ?? (await look.bucketKey(bucket));
  return id ? use(['Decrypt'], id, `${bucket}/${key}`, call, look) : [];
}

const WRITE = ['GenerateDataKey'];
const WRITE_PARTS = ['GenerateDataKey', 'Decrypt'];

async function use(
  actions: readonly string[],
  id: string,
  object: string,
  { context }: ApiCall,
  look: Look,
): Promise<readonly Access[]> {
  const key = await look.key(id, context.region, context.caller.accountId);
  const via = { service: 's3', region: context.region, context: { 'aws:s3:arn': `arn:aws:s3:::${object}` } };
  return actions.map((action) => keyAccess(action, key, id, via));
}
