import { formatArn } from '../../../kit/arn';
import { ignoring } from '../../../kit/resources/errors';
import { refuseExisting } from '../../../kit/resources/existing';
import { provider, toBoolean } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface TopicProperties {
  readonly TopicName?: string;
  readonly DisplayName?: string;
  readonly KmsMasterKeyId?: string;
  readonly FifoTopic?: boolean;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const topic = provider<TopicProperties>({
  properties: {
    TopicName: 'replace',
    DisplayName: 'update',
    KmsMasterKeyId: 'update',
    FifoTopic: 'replace',
    Tags: 'update',
  },
  attributes: ['TopicArn', 'TopicName'],
  name: 'TopicName',
  tags: 'list',

  async create(properties, context) {
    const { SNSClient, CreateTopicCommand, GetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
    const client = context.client(SNSClient);
    const Name = properties.TopicName ?? context.generatedName(256);
    const arn = formatArn('sns', context, Name);
    const lookUp = client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    await refuseExisting(context, Name, lookUp, 'NotFoundException', 'NotFound');
    const { TopicArn = arn } = await client.send(
      new CreateTopicCommand({
        Name,
        Attributes: attributesOf(properties),
        Tags: properties.Tags && listTags(properties.Tags),
      }),
    );
    return { physicalId: TopicArn, attributes: { TopicArn, TopicName: Name } };
  },

  async update({ physicalId: TopicArn, properties: before, attributes }, after, context) {
    const sns = await import('@aws-sdk/client-sns');
    const client = context.client(sns.SNSClient);
    for (const name of ['DisplayName', 'KmsMasterKeyId'] as const) {
      if (before[name] === after[name]) continue;
      const command = new sns.SetTopicAttributesCommand({
        TopicArn,
        AttributeName: name,
        AttributeValue: after[name] ?? '',
      });
      await client.send(command);
    }
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new sns.UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: removed }));
    if (set.length > 0) await client.send(new sns.TagResourceCommand({ ResourceArn: TopicArn, Tags: set }));
    return { physicalId: TopicArn, attributes };
  },

  async delete({ physicalId }, context) {
    const { SNSClient, DeleteTopicCommand } = await import('@aws-sdk/client-sns');
    const deletion = context.client(SNSClient).send(new DeleteTopicCommand({ TopicArn: physicalId }));
    await ignoring(deletion, 'NotFoundException', 'NotFound');
  },
});

function attributesOf({ DisplayName, KmsMasterKeyId, FifoTopic }: TopicProperties): Record<string, string> {
  return {
    ...(DisplayName !== undefined && { DisplayName }),
    ...(KmsMasterKeyId !== undefined && { KmsMasterKeyId }),
    ...(toBoolean(FifoTopic) === true && { FifoTopic: 'true' }),
  };
}
