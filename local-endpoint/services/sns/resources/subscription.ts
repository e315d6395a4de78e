import type { Json } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider } from '../../../kit/resources/provider';

interface SubscriptionProperties extends SubscriptionAttributes {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly Region?: string;
}

interface SubscriptionAttributes {
  readonly DeliveryPolicy?: Json;
  readonly FilterPolicy?: Json;
  readonly FilterPolicyScope?: string;
  readonly RawMessageDelivery?: boolean;
  readonly RedrivePolicy?: Json;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const subscription = provider<SubscriptionProperties>({
  properties: {
    TopicArn: 'replace',
    Protocol: 'replace',
    Endpoint: 'replace',
    Region: 'update',
    DeliveryPolicy: 'update',
    FilterPolicy: 'update',
    FilterPolicyScope: 'update',
    RawMessageDelivery: 'update',
    RedrivePolicy: 'update',
  },

  async create(properties, context) {
    const { SNSClient, SubscribeCommand } = await import('@aws-sdk/client-sns');
    const { TopicArn, Protocol, Endpoint } = properties;
    const { SubscriptionArn = '' } = await context.client(SNSClient).send(
      new SubscribeCommand({
        TopicArn,
        Protocol,
        Endpoint,
        Attributes: attributesOf(properties),
        ReturnSubscriptionArn: true,
      }),
    );
    return { physicalId: SubscriptionArn };
  },

  async update({ physicalId, properties: before }, after, context) {
    const { SNSClient, SetSubscriptionAttributesCommand } = await import('@aws-sdk/client-sns');
    const had = attributesOf(before);
    const wanted = attributesOf(after);
    for (const AttributeName of new Set([...Object.keys(had), ...Object.keys(wanted)])) {
      if (had[AttributeName] === wanted[AttributeName]) continue;
      const AttributeValue = wanted[AttributeName] ?? '';
      const command = new SetSubscriptionAttributesCommand({
        SubscriptionArn: physicalId,
        AttributeName,
        AttributeValue,
      });
      await context.client(SNSClient).send(command);
    }
    return { physicalId };
  },

  async delete({ physicalId }, context) {
    const { SNSClient, UnsubscribeCommand } = await import('@aws-sdk/client-sns');
    const deletion = context.client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: physicalId }));
    await ignoring(deletion, 'NotFoundException', 'NotFound');
  },
});

const NAMES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
] as const;

function attributesOf(properties: SubscriptionAttributes): Record<string, string> {
  const present = NAMES.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, policyText(properties[name] as Json)]));
}
