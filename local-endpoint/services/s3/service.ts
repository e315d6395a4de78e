import { forgetting } from '../../kit/forgetting';
import type { LocalService } from '../../kit/local-service';
import { bucketObservers, createBucketPolicies } from './bucket-policies';
import { NotifyingBuckets } from './notifying-buckets';
import { objectCreated } from './object-created';
import { bucketPolicyOperations } from './operations/bucket-policy';
import { conditionKeys, permissions } from './permissions';
import { resources } from './resources';

/** What changes the key that a bucket's objects are encrypted with. */
const WRITES = 'CreateBucket DeleteBucket DeleteBucketEncryption PutBucketEncryption';

/** Buckets and objects are moto's; bucket policies are kept here, and new objects raise events. */
export const s3: LocalService = {
  name: 's3',
  otherwise: 'forward',
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
