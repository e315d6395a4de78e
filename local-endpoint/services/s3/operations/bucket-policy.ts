import { type BucketCannedACL, HeadBucketCommand, PutBucketAclCommand, S3Client } from '@aws-sdk/client-s3';
import type { Aws } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { BucketPolicies } from '../bucket-policies';
import { parsePolicy } from '../../../kit/policy/document';
import { matchesWildcard } from '../../../kit/policy/wildcard';

interface Input {
  Bucket: string;
  Policy?: string;
}

/** The operations on bucket policies. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export function bucketPolicyOperations(
  policies: BucketPolicies,
  aws: Pick<Aws, 'asService'>,
): Readonly<Record<string, Operation<Input>>> {
  const mustExist: Operation<Input, void> = async ({ Bucket }, { caller, region }) => {
    const s3 = new S3Client({ ...aws.asService(caller.accountId, region), forcePathStyle: true });
    await s3.send(new HeadBucketCommand({ Bucket })).catch(() => {
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    });
  };
  return {
    async PutBucketPolicy(input, context) {
      const { caller, region } = context;
      await mustExist(input, context);
      checkPolicy(input);
      await letMotoLog(
        input,
        new S3Client({ ...aws.asService(caller.accountId, region), forcePathStyle: true }),
      );
      policies.put(input.Bucket, input.Policy ?? '');
      return {};
    },
    async GetBucketPolicy(input, context) {
      await mustExist(input, context);
      const Policy = policies.policyOf(input.Bucket);
      if (Policy === undefined)
        throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
      return { Policy };
    },
    async DeleteBucketPolicy(input, context) {
      await mustExist(input, context);
      policies.remove(input.Bucket);
      return {};
    },
  };
}

/**
 * moto lets a bucket be logged to where its policy, which is not moto's, or its access control list allows that. Where the
 * policy names the service, the list does for moto.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
async function letMotoLog({ Bucket, Policy = '' }: Input, s3: S3Client): Promise<void> {
  if (Policy.includes('logging.s3.amazonaws.com'))
    await s3.send(new PutBucketAclCommand({ Bucket, ACL: LOG_DELIVERY }));
}

/** A canned list that the SDK's type leaves out. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const LOG_DELIVERY = 'log-delivery-write' as BucketCannedACL;

function checkPolicy({ Bucket, Policy = '' }: Input): void {
  const { statements } = parsed(Bucket, Policy);
  if (statements.length === 0) throw malformed('Missing required field Statement');
  for (const { principals, notPrincipals, resources, notResources } of statements) {
    if (!principals && !notPrincipals) throw malformed('Missing required field Principal');
    const own = `arn:aws:s3:::${Bucket}`;
    const inBucket = (resource: string): boolean =>
      matchesWildcard(resource, own) || matchesWildcard(resource.split('/')[0] ?? '', own);
    if (![...resources, ...(notResources ?? [])].every(inBucket))
      throw malformed('Policy has invalid resource');
  }
}

function parsed(bucket: string, policy: string): ReturnType<typeof parsePolicy> {
  try {
    return parsePolicy(bucket, policy);
  } catch {
    throw malformed('Policies must be valid JSON and the first byte must be "{"');
  }
}

const malformed = (message: string): AwsError => new AwsError('MalformedPolicy', message);
