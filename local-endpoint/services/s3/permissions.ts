import type { ApiCall } from '../../endpoint/call';
import {
  type Access,
  anything,
  needs,
  type Resources,
  type Rule,
  type Rules,
  text,
} from '../../kit/permissions';
import type { Look } from '../../authorization/look';
import { copySource, deletedObjects } from './input';
import { readingKey, writingKey } from './object-keys';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const bucket: Resources = (input) => `arn:aws:s3:::${text(input, 'Bucket')}`;
const object: Resources = (input) => `arn:aws:s3:::${text(input, 'Bucket')}/${text(input, 'Key')}`;

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
  (action: string): Rule =>
  (call, look) =>
    needs(object, text(call.input, 'VersionId') ? action.replace('Object', 'ObjectVersion') : action)(
      call,
      look,
    );

/** Reading needs the object's key as well. */
const read: Rule = async (call, look) => [
  ...(await versioned('GetObject')(call, look)),
  ...(await readingKey(
    text(call.input, 'Bucket'),
    text(call.input, 'Key'),
    text(call.input, 'VersionId'),
    call,
    look,
  )),
];

const attributes: Rule = async (call, look) => [
  ...(await read(call, look)),
  ...(await versioned('GetObjectAttributes')(call, look)),
];

const write: Rule = async (call, look) => [
  ...(await needs(object, 'PutObject')(call, look)),
  ...(text(call.input, 'Tagging') ? await needs(object, 'PutObjectTagging')(call, look) : []),
  ...(text(call.input, 'ACL') ? await needs(object, 'PutObjectAcl')(call, look) : []),
  ...(await writingKey(call, look)),
];

/** Copying is reading the source and writing the copy. */
const copy: Rule = async (call, look) => [...(await readSource(call, look)), ...(await write(call, look))];

async function readSource(call: ApiCall, look: Look): Promise<readonly Access[]> {
  const { Bucket, Key, VersionId } = copySource(text(call.input, 'CopySource'));
  return read({ ...call, input: { Bucket, Key, VersionId } }, look);
}

const deleteMany: Rule = ({ input, request }) => {
  const objects = deletedObjects(request.body).map(({ key, version }) => ({
    action: version ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
    resources: [`arn:aws:s3:::${text(input, 'Bucket')}/${key}`],
  }));
  return objects;
};

/** What S3 operations need. */
export const s3: Rules = {
  ListBuckets: needs(anything, 'ListAllMyBuckets'),
  ...Object.fromEntries(ON_BUCKET.split(' ').map((name) => [name, needs(bucket)])),
  ...Object.fromEntries(Object.entries(ON_BUCKET_AS).map(([name, action]) => [name, needs(bucket, action)])),
  ...Object.fromEntries(Object.entries(ON_OBJECT).map(([name, action]) => [name, versioned(action)])),
  AbortMultipartUpload: needs(object),
  ListParts: needs(object, 'ListMultipartUploadParts'),
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
