import { plain, type Json } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { refuseExisting } from '../../../kit/resources/existing';
import { policyText, provider } from '../../../kit/resources/provider';
import { mapTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { formatArn } from '../../../kit/arn';

interface QueueProperties extends QueueAttributes {
  readonly QueueName?: string;
  readonly Tags?: readonly Tag[];
}

interface QueueAttributes {
  readonly ContentBasedDeduplication?: Json;
  readonly DelaySeconds?: Json;
  readonly FifoQueue?: Json;
  readonly KmsDataKeyReusePeriodSeconds?: Json;
  readonly KmsMasterKeyId?: Json;
  readonly MaximumMessageSize?: Json;
  readonly MessageRetentionPeriod?: Json;
  readonly ReceiveMessageWaitTimeSeconds?: Json;
  readonly RedriveAllowPolicy?: Json;
  readonly RedrivePolicy?: Json;
  readonly SqsManagedSseEnabled?: Json;
  readonly VisibilityTimeout?: Json;
}

const ATTRIBUTES: Readonly<Record<keyof QueueAttributes, 'update' | 'replace'>> = {
  ContentBasedDeduplication: 'update',
  DelaySeconds: 'update',
  FifoQueue: 'replace',
  KmsDataKeyReusePeriodSeconds: 'update',
  KmsMasterKeyId: 'update',
  MaximumMessageSize: 'update',
  MessageRetentionPeriod: 'update',
  ReceiveMessageWaitTimeSeconds: 'update',
  RedriveAllowPolicy: 'update',
  RedrivePolicy: 'update',
  SqsManagedSseEnabled: 'update',
  VisibilityTimeout: 'update',
};

const MISSING = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const queue = provider<QueueProperties>({
  properties: { ...ATTRIBUTES, QueueName: 'replace', Tags: 'update' },
  attributes: ['Arn', 'QueueName', 'QueueUrl'],
  name: 'QueueName',
  tags: 'list',

  async create(properties, context) {
    const { SQSClient, CreateQueueCommand, GetQueueUrlCommand } = await import('@aws-sdk/client-sqs');
    const client = context.client(SQSClient);
    const suffix = plain(properties.FifoQueue) === 'true' ? '.fifo' : '';
    const QueueName = properties.QueueName ?? `${context.generatedName(80 - suffix.length)}${suffix}`;
    await refuseExisting(context, QueueName, client.send(new GetQueueUrlCommand({ QueueName })), ...MISSING);
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({
        QueueName,
        Attributes: attributesOf(properties),
        tags: mapTags(properties.Tags),
      }),
    );
    const Arn = formatArn('sqs', context, QueueName);
    return { physicalId: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
  },

  async update({ physicalId: QueueUrl, properties: before, attributes }, after, context) {
    const sqs = await import('@aws-sdk/client-sqs');
    const client = context.client(sqs.SQSClient);
    const had = attributesOf(before);
    const wanted = attributesOf(after);
    const names = [...new Set([...Object.keys(had), ...Object.keys(wanted)])].filter(
      (name) => had[name] !== wanted[name],
    );
    if (names.length > 0) {
      const Attributes = Object.fromEntries(
        names.map((name) => [name, wanted[name] ?? DEFAULTS[name] ?? '']),
      );
      await client.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes }));
    }
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0) await client.send(new sqs.UntagQueueCommand({ QueueUrl, TagKeys: removed }));
    if (set.length > 0) await client.send(new sqs.TagQueueCommand({ QueueUrl, Tags: mapTags(set) }));
    return { physicalId: QueueUrl, attributes };
  },

  async delete({ physicalId: QueueUrl }, context) {
    const { SQSClient, DeleteQueueCommand } = await import('@aws-sdk/client-sqs');
    await ignoring(context.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl })), ...MISSING);
  },
});

/** The value of an attribute that the template no longer has. */
const DEFAULTS: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  KmsDataKeyReusePeriodSeconds: '300',
  MaximumMessageSize: '262144',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

function attributesOf(properties: QueueAttributes): Record<string, string> {
  const present = (Object.keys(ATTRIBUTES) as (keyof QueueAttributes)[]).filter(
    (name) => properties[name] !== undefined,
  );
  return Object.fromEntries(present.map((name) => [name, policyText(properties[name] as Json)]));
}
