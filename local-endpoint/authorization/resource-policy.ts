import { ECRClient, GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Aws, AwsIdentity } from '../kit/aws';
import type { BucketPolicies } from '../services/s3/bucket-policies';
import type { Look } from './look';
import { type Policy, parsePolicy } from './policy/document';

/** The policy that belongs to a resource itself, and the account the resource belongs to. */
export interface ResourceSide {
  readonly account: string;
  readonly policy?: Policy;
  /** Whether nothing is allowed that this policy does not allow. */
  readonly mustAllow: boolean;
}

/** Reads resource policies where they are kept. */
export type ReadResourcePolicy = (arn: string, callerAccount: string) => Promise<ResourceSide>;

/** Of buckets, keys, topics, queues, functions and repositories; other resources have none here. */
export function createResourcePolicyReader(
  aws: Pick<Aws, 'asService'>,
  look: Look,
  buckets: BucketPolicies,
): ReadResourcePolicy {
  return async (arn, callerAccount) => {
    const [, , service = '', region = '', inArn] = arn.split(':');
    const account = inArn || callerAccount;
    if (service === 's3') return ofBucket(arn, callerAccount, buckets);
    if (service === 'kms') {
      const { policy } = await look.key(arn, region, account);
      return side(arn, account, policy, true);
    }
    const read = READERS[service];
    const text = read && (await read(arn, aws.asService(account, region)).catch(() => undefined));
    return side(arn, account, text, false);
  };
}

function ofBucket(arn: string, callerAccount: string, buckets: BucketPolicies): ResourceSide {
  const bucket = (arn.split(':::')[1] ?? '').split('/')[0] ?? '';
  return side(arn, buckets.ownerOf(bucket) ?? callerAccount, buckets.policyOf(bucket), false);
}

const side = (arn: string, account: string, text: string | undefined, mustAllow: boolean): ResourceSide => ({
  account,
  mustAllow,
  ...(text ? { policy: parsePolicy(arn, text) } : {}),
});

type Reader = (arn: string, identity: AwsIdentity) => Promise<string | undefined>;

const READERS: Readonly<Record<string, Reader>> = {
  async sns(TopicArn, identity) {
    const { Attributes } = await new SNSClient(identity).send(new GetTopicAttributesCommand({ TopicArn }));
    return Attributes?.Policy;
  },
  async sqs(arn, identity) {
    const [, , , , account = '', name = ''] = arn.split(':');
    const QueueUrl = `${identity.endpoint}/${account}/${name}`;
    const sqs = new SQSClient(identity);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
    );
    return Attributes?.Policy;
  },
  async lambda(arn, identity) {
    const [FunctionName = '', Qualifier] = (arn.split(':function:')[1] ?? '').split(':');
    const qualifier = Qualifier ? { Qualifier } : {};
    const { Policy } = await new LambdaClient(identity).send(
      new GetPolicyCommand({ FunctionName, ...qualifier }),
    );
    return Policy;
  },
  async ecr(arn, identity) {
    const repositoryName = arn.split(':repository/')[1] ?? '';
    const { policyText } = await new ECRClient(identity).send(
      new GetRepositoryPolicyCommand({ repositoryName }),
    );
    return policyText;
  },
};
