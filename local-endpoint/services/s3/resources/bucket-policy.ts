import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, type ResourceContext } from '../../../kit/resources/provider';

interface BucketPolicyProperties {
  readonly Bucket: string;
  readonly PolicyDocument: JsonObject;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const bucketPolicy = provider<BucketPolicyProperties>({
  properties: { Bucket: 'replace', PolicyDocument: 'update' },

  create: async (properties, context) => put(properties, context),

  update: async (_before, properties, context) => put(properties, context),

  async delete({ physicalId }, context) {
    const { S3Client, DeleteBucketPolicyCommand } = await import('@aws-sdk/client-s3');
    const command = new DeleteBucketPolicyCommand({ Bucket: physicalId });
    await ignoring(context.client(S3Client).send(command), 'NoSuchBucket', 'NoSuchBucketPolicy');
  },
});

async function put({ Bucket, PolicyDocument }: BucketPolicyProperties, context: ResourceContext) {
  const { S3Client, PutBucketPolicyCommand } = await import('@aws-sdk/client-s3');
  await context
    .client(S3Client)
    .send(new PutBucketPolicyCommand({ Bucket, Policy: policyText(PolicyDocument) }));
  return { physicalId: Bucket };
}
