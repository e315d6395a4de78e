import type { Observer } from '../endpoint/service';
import type { BucketPolicies } from '../services/s3/bucket-policies';
import type { Look } from './look';
import type { RoleReader } from './reader';

const IAM_WRITES =
  'AttachRolePolicy CreatePolicyVersion CreateRole DeletePolicy DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy SetDefaultPolicyVersion UpdateAssumeRolePolicy UpdateRole';

const KMS_WRITES = 'CreateAlias CreateKey DeleteAlias PutKeyPolicy ScheduleKeyDeletion UpdateAlias';

const S3_WRITES = 'CreateBucket DeleteBucket DeleteBucketEncryption PutBucketEncryption';

/** What makes the authorizer forget what it has read, and keeps the buckets' owners. */
export function createIamObservers(reader: RoleReader, look: Look, buckets: BucketPolicies): Observer[] {
  const forgetting = (service: string, operations: string, forget: () => void): Observer[] =>
    operations.split(' ').map((operation) => ({ service, operation, after: async () => forget() }));
  return [
    ...forgetting('iam', IAM_WRITES, () => reader.forget()),
    ...forgetting('kms', KMS_WRITES, () => look.forget()),
    ...forgetting('s3', S3_WRITES, () => look.forget()),
    {
      service: 's3',
      operation: 'CreateBucket',
      after: async ({ input, context }) => buckets.created(String(input.Bucket), context.caller.accountId),
    },
    {
      service: 's3',
      operation: 'DeleteBucket',
      after: async ({ input }) => buckets.deleted(String(input.Bucket)),
    },
  ];
}
