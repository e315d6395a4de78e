import { parseArn } from '../../kit/arn';
import type { Observer } from '../../kit/operation';
import type { ResourcePolicy } from '../../kit/permissions';

/**
 * The policies of buckets and who owns them. They are kept here and not in moto, which ignores their conditions and so
 * takes "deny what is not sent over TLS" for "deny everything".
 */
export interface BucketPolicies {
  /** JSON, as it was put. */
  policyOf(bucket: string): string | undefined;
  /** Twelve digits; undefined for a bucket that nobody was seen making. */
  ownerOf(bucket: string): string | undefined;
  /** The policy of the bucket that an ARN of it, or of one of its objects, names. */
  resourcePolicy(arn: string, callerAccount: string): ResourcePolicy;
  put(bucket: string, policy: string): void;
  remove(bucket: string): void;
  created(bucket: string, account: string): void;
  deleted(bucket: string): void;
}

/** Empty at first. */
export function createBucketPolicies(): BucketPolicies {
  const policies = new Map<string, string>();
  const owners = new Map<string, string>();
  return {
    policyOf: (bucket) => policies.get(bucket),
    ownerOf: (bucket) => owners.get(bucket),
    resourcePolicy(arn, callerAccount) {
      const [bucket = ''] = (parseArn(arn)?.resource ?? '').split('/');
      return { account: owners.get(bucket) ?? callerAccount, policy: policies.get(bucket), mustAllow: false };
    },
    put: (bucket, policy) => void policies.set(bucket, policy),
    remove: (bucket) => void policies.delete(bucket),
    created: (bucket, account) => {
      if (!owners.has(bucket)) owners.set(bucket, account);
    },
    deleted: (bucket) => {
      policies.delete(bucket);
      owners.delete(bucket);
    },
  };
}

/** Keeps who owns which bucket, from what moto answers. */
export function bucketObservers(policies: BucketPolicies): Observer[] {
  return [
    {
      service: 's3',
      operation: 'CreateBucket',
      after: async ({ input, context }) => policies.created(String(input.Bucket), context.caller.accountId),
    },
    {
      service: 's3',
      operation: 'DeleteBucket',
      after: async ({ input }) => policies.deleted(String(input.Bucket)),
    },
  ];
}
