import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, type ResourceContext } from '../../../kit/resources/provider';

interface TopicPolicyProperties {
  readonly Topics: readonly string[];
  readonly PolicyDocument: JsonObject;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const topicPolicy = provider<TopicPolicyProperties>({
  properties: { Topics: 'update', PolicyDocument: 'update' },
  attributes: ['Id'],

  async create(properties, context) {
    const physicalId = context.generatedName(128);
    context.made(physicalId);
    await set(context, properties.Topics, () => policyText(properties.PolicyDocument));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await set(context, after.Topics, () => policyText(after.PolicyDocument));
    const left = before.Topics.filter((topic) => !after.Topics.includes(topic));
    await set(context, left, (topic) => defaultPolicy(topic, context));
    return { physicalId, attributes };
  },

  async delete({ properties }, context) {
    const reset = set(context, properties.Topics, (topic) => defaultPolicy(topic, context));
    await ignoring(reset, 'NotFoundException', 'NotFound');
  },
});

async function set(
  context: ResourceContext,
  topics: readonly string[],
  policy: (topic: string) => string,
): Promise<void> {
  const { SNSClient, SetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
  for (const TopicArn of topics) {
    const command = new SetTopicAttributesCommand({
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: policy(TopicArn),
    });
    await context.client(SNSClient).send(command);
  }
}

const DEFAULT_ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

/** The policy of a new topic. https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
const defaultPolicy = (topic: string, { account }: ResourceContext): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: DEFAULT_ACTIONS.map((action) => `SNS:${action}`),
        Resource: topic,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
