import { conditionKeysOf } from '../../authorization/condition-keys';
import { call, KEY, permissions, requiredPermissions, ROLE } from './support/required-permissions';

const { needs, requiredOf } = requiredPermissions();

it.each<{ operation: string; input: object; expected: string[] }>([
  {
    operation: 's3:GetObject',
    input: { Bucket: 'b', Key: 'k' },
    expected: ['s3:GetObject arn:aws:s3:::b/k'],
  },
  {
    operation: 's3:HeadObject',
    input: { Bucket: 'b', Key: 'k', VersionId: 'v' },
    expected: ['s3:GetObjectVersion arn:aws:s3:::b/k'],
  },
  {
    operation: 's3:GetObject',
    input: { Bucket: 'encrypted', Key: 'k' },
    expected: ['s3:GetObject arn:aws:s3:::encrypted/k', `kms:Decrypt ${KEY}`],
  },
  {
    operation: 's3:PutObject',
    input: { Bucket: 'encrypted', Key: 'k' },
    expected: ['s3:PutObject arn:aws:s3:::encrypted/k', `kms:GenerateDataKey ${KEY}`],
  },
  {
    operation: 's3:PutObject',
    input: { Bucket: 'b', Key: 'k', ACL: 'bucket-owner-full-control', Tagging: 'a=b' },
    expected: [
      's3:PutObject arn:aws:s3:::b/k',
      's3:PutObjectTagging arn:aws:s3:::b/k',
      's3:PutObjectAcl arn:aws:s3:::b/k',
    ],
  },
  {
    operation: 's3:UploadPart',
    input: { Bucket: 'encrypted', Key: 'k' },
    expected: ['s3:PutObject arn:aws:s3:::encrypted/k', `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
  },
  {
    operation: 's3:CopyObject',
    input: { Bucket: 'b', Key: 'k', CopySource: '/from/a%20b?versionId=v' },
    expected: ['s3:GetObjectVersion arn:aws:s3:::from/a b', 's3:PutObject arn:aws:s3:::b/k'],
  },
  { operation: 's3:ListObjectsV2', input: { Bucket: 'b' }, expected: ['s3:ListBucket arn:aws:s3:::b'] },
  {
    operation: 's3:GetBucketEncryption',
    input: { Bucket: 'b' },
    expected: ['s3:GetEncryptionConfiguration arn:aws:s3:::b'],
  },
])('$operation with $input needs $expected', async ({ operation, input, expected }) => {
  expect(await needs(operation, input)).toEqual(expected);
});

it('needs the permission to delete each object that DeleteObjects lists', async () => {
  const body =
    '<Delete><Object><Key>a</Key></Object><Object><Key>007</Key><VersionId>v</VersionId></Object></Delete>';
  expect(await needs('s3:DeleteObjects', { Bucket: 'b' }, {}, body)).toEqual([
    's3:DeleteObject arn:aws:s3:::b/a',
    's3:DeleteObjectVersion arn:aws:s3:::b/007',
  ]);
});

it('needs the key that a header names, and none where the header names another encryption', async () => {
  const kms = {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': KEY,
  };
  expect(await needs('s3:PutObject', { Bucket: 'b', Key: 'k' }, kms)).toContain(`kms:GenerateDataKey ${KEY}`);
  const plain = { 'x-amz-server-side-encryption': 'AES256' };
  expect(await needs('s3:PutObject', { Bucket: 'encrypted', Key: 'k' }, plain)).toEqual([
    's3:PutObject arn:aws:s3:::encrypted/k',
  ]);
});

it('gives policies the service that uses a key, and the aliases of the key', async () => {
  const apiCall = call('s3:GetObject', { Bucket: 'encrypted', Key: 'k' });
  const required = await requiredOf(apiCall);
  const decrypt = required.find(({ action }) => action === 'kms:Decrypt');
  const keys = conditionKeysOf(
    apiCall,
    decrypt ?? { action: '', resources: [] },
    permissions.conditionKeysOf(apiCall),
    '111111111111',
    new Date(0),
  );
  expect(Object.fromEntries(keys)).toMatchObject({
    'kms:viaservice': ['s3.ap-northeast-1.amazonaws.com'],
    'aws:calledvia': ['s3.amazonaws.com'],
    'kms:resourcealiases': ['alias/a'],
    'kms:encryptioncontext:aws:s3:arn': ['arn:aws:s3:::encrypted/k'],
    'aws:principalarn': [ROLE],
    'aws:securetransport': ['true'],
    'aws:requestedregion': ['ap-northeast-1'],
    'aws:resourceaccount': ['111111111111'],
  });
});
