import { forgetting } from '../../kit/forgetting';
import type { LocalService } from '../../kit/local-service';
import { bucketObservers, createBucketPolicies } from './bucket-policies';
import { NotifyingBuckets } from './notifying-buckets';
import { objectCreated } from './object-created';
import { bucketPolicyOperations } from './operations/bucket-policy';
import { conditionKeys, permissions } from './permissions';
import { resources } from './resources';

/** After these a bucket's objects may be encrypted with another key. */
const WRITES = 'CreateBucket DeleteBucket DeleteBucketEncryption PutBucketEncryption';

/** Writes of objects change nothing of their bucket's configuration; PutObjectLockConfiguration is none of them. */
const isOfObjects = (operation: string): boolean =>
  /^\w+(Objects?|Object(Acl|Tagging|Retention|LegalHold)|MultipartUpload|Part(Copy)?)$/.test(operation);

/** moto keeps buckets and objects; this keeps bucket policies, and emits events of new objects. */
export const s3: LocalService = {
  name: 's3',
  cliNames: ['s3api'],
  client: () => import('@aws-sdk/client-s3'),
  otherwise: 'forward',
  keepsReads: /^(GetBucket\w+|GetPublicAccessBlock|GetObjectTagging|HeadObject)$/, // moto logs access, and lists the logs
  standsAlone: true,
  writesChange: 'itself',
  resourceOf: ({ Bucket, Key }) => [Bucket, Key],
  leavesReads: (write) => (isOfObjects(write) ? /^(GetBucket\w+|GetPublicAccessBlock)$/ : undefined),
  permissions,
  conditionKeys,
  resources,
  create(context) {
    const policies = createBucketPolicies();
    const notifying = new NotifyingBuckets();
    return {
      operations: { ...bucketPolicyOperations(policies, context.aws), ...notifying.operations() },
      observers: [
        ...forgetting('s3', WRITES, context.lookup),
        ...bucketObservers(policies),
        ...notifying.observers(),
        ...objectCreated(context, notifying),
      ],
      resourcePolicy: async (arn, callerAccount) => policies.resourcePolicy(arn, callerAccount),
    };
  },
};
