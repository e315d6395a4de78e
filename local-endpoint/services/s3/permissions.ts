import type { ApiCall } from '../../kit/call';
import {
  type RequiredPermission,
  anyResource,
  requires,
  type ResourceArns,
  type PermissionRule,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';
import type { Lookup } from '../../kit/lookup';
import { copySource, deletedObjects } from './input';
import { readingKey, writingKey } from './object-keys';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const bucket: ResourceArns = (input) => `arn:aws:s3:::${textOf(input, 'Bucket')}`;
const object: ResourceArns = (input) => `arn:aws:s3:::${textOf(input, 'Bucket')}/${textOf(input, 'Key')}`;

/** Bucket operations whose actions have the same name. */
const ON_BUCKET =
  'CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite GetBucketAcl GetBucketLocation GetBucketLogging GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite PutBucketAcl PutBucketLogging PutBucketOwnershipControls PutBucketPolicy PutBucketTagging PutBucketVersioning PutBucketWebsite';

/** Bucket operations whose actions have names of their own. */
const ON_BUCKET_AS: Readonly<Record<string, string>> = {
  DeleteBucketCors: 'PutBucketCORS',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  DeleteBucketTagging: 'PutBucketTagging',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketCors: 'GetBucketCORS',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  HeadBucket: 'ListBucket',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListObjectVersions: 'ListBucketVersions',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  PutBucketCors: 'PutBucketCORS',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** Object operations whose action depends on whether a version is named. */
const ON_OBJECT: Readonly<Record<string, string>> = {
  DeleteObject: 'DeleteObject',
  DeleteObjectTagging: 'DeleteObjectTagging',
  GetObjectAcl: 'GetObjectAcl',
  GetObjectTagging: 'GetObjectTagging',
  PutObjectAcl: 'PutObjectAcl',
  PutObjectTagging: 'PutObjectTagging',
};

const versioned =
  (action: string): PermissionRule =>
  (call, lookup) =>
    requires(object, textOf(call.input, 'VersionId') ? action.replace('Object', 'ObjectVersion') : action)(
      call,
      lookup,
    );

/** Reading needs the object's key as well. */
const read: PermissionRule = async (call, lookup) => [
  ...(await versioned('GetObject')(call, lookup)),
  ...(await readingKey(
    textOf(call.input, 'Bucket'),
    textOf(call.input, 'Key'),
    textOf(call.input, 'VersionId'),
    call,
    lookup,
  )),
];

const attributes: PermissionRule = async (call, lookup) => [
  ...(await read(call, lookup)),
  ...(await versioned('GetObjectAttributes')(call, lookup)),
];

const write: PermissionRule = async (call, lookup) => [
  ...(await requires(object, 'PutObject')(call, lookup)),
  ...(textOf(call.input, 'Tagging') ? await requires(object, 'PutObjectTagging')(call, lookup) : []),
  ...(textOf(call.input, 'ACL') ? await requires(object, 'PutObjectAcl')(call, lookup) : []),
  ...(await writingKey(call, lookup)),
];

/** Copying is reading the source and writing the copy. */
const copy: PermissionRule = async (call, lookup) => [
  ...(await readSource(call, lookup)),
  ...(await write(call, lookup)),
];

async function readSource(call: ApiCall, lookup: Lookup): Promise<readonly RequiredPermission[]> {
  const { Bucket, Key, VersionId } = copySource(textOf(call.input, 'CopySource'));
  return read({ ...call, input: { Bucket, Key, VersionId } }, lookup);
}

const deleteMany: PermissionRule = ({ input, request }) => {
  const objects = deletedObjects(request.body).map(({ key, version }) => ({
    action: version ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
    resources: [`arn:aws:s3:::${textOf(input, 'Bucket')}/${key}`],
  }));
  return objects;
};

/** What S3 operations need. */
export const permissions: PermissionRules = {
  ListBuckets: requires(anyResource, 'ListAllMyBuckets'),
  ...Object.fromEntries(ON_BUCKET.split(' ').map((name) => [name, requires(bucket)])),
  ...Object.fromEntries(
    Object.entries(ON_BUCKET_AS).map(([name, action]) => [name, requires(bucket, action)]),
  ),
  ...Object.fromEntries(Object.entries(ON_OBJECT).map(([name, action]) => [name, versioned(action)])),
  AbortMultipartUpload: requires(object),
  ListParts: requires(object, 'ListMultipartUploadParts'),
  GetObject: read,
  HeadObject: read,
  GetObjectAttributes: attributes,
  PutObject: write,
  CreateMultipartUpload: write,
  UploadPart: write,
  CompleteMultipartUpload: write,
  CopyObject: copy,
  UploadPartCopy: copy,
  DeleteObjects: deleteMany,
};

/** Condition keys of S3. https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
export function conditionKeys({ input, request }: ApiCall): Record<string, string | undefined> {
  const headers = [...request.headers].filter(([name]) => name.startsWith('x-amz-'));
  const member = (name: string): string | undefined => {
    const value = input[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return {
    ...Object.fromEntries(headers.map(([name, value]) => [`s3:${name}`, value])),
    's3:prefix': member('Prefix'),
    's3:delimiter': member('Delimiter'),
    's3:max-keys': member('MaxKeys'),
    's3:VersionId': member('VersionId'),
    's3:authType': 'REST-HEADER',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
  };
}
