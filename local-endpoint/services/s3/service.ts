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

/** moto keeps buckets and objects; this keeps bucket policies, and emits events of new objects. */
export const s3: LocalService = {
  name: 's3',
  otherwise: 'forward',
  writesChange: 'nothing',
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
