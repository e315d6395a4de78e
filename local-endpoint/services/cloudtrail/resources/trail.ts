import type { CloudTrailClient, EventSelector, AdvancedEventSelector } from '@aws-sdk/client-cloudtrail';
import { isSame, plain } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toBoolean } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface TrailProperties extends Settings, Selectors {
  readonly TrailName?: string;
  readonly IsLogging: boolean;
  readonly Tags?: readonly Tag[];
}

interface Settings {
  readonly S3BucketName: string;
  readonly S3KeyPrefix?: string;
  readonly SnsTopicName?: string;
  readonly IncludeGlobalServiceEvents?: boolean;
  readonly IsMultiRegionTrail?: boolean;
  readonly IsOrganizationTrail?: boolean;
  readonly EnableLogFileValidation?: boolean;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
  readonly KMSKeyId?: string;
}

interface Selectors {
  readonly EventSelectors?: readonly EventSelector[];
  readonly AdvancedEventSelectors?: readonly AdvancedEventSelector[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html */
export const trail = provider<TrailProperties>({
  properties: {
    TrailName: 'replace',
    IsLogging: 'update',
    S3BucketName: 'update',
    S3KeyPrefix: 'update',
    SnsTopicName: 'update',
    IncludeGlobalServiceEvents: 'update',
    IsMultiRegionTrail: 'update',
    IsOrganizationTrail: 'update',
    EnableLogFileValidation: 'update',
    CloudWatchLogsLogGroupArn: 'update',
    CloudWatchLogsRoleArn: 'update',
    KMSKeyId: 'update',
    EventSelectors: 'update',
    AdvancedEventSelectors: 'update',
    Tags: 'update',
  },
  attributes: ['Arn', 'SnsTopicArn'],
  name: 'TrailName',
  tags: 'list',

  async create(properties, context) {
    const { CloudTrailClient, CreateTrailCommand } = await import('@aws-sdk/client-cloudtrail');
    const client = context.client(CloudTrailClient);
    const Name = properties.TrailName ?? context.generatedName(128);
    const { TrailARN = '', SnsTopicARN = '' } = await client.send(
      new CreateTrailCommand({
        Name,
        ...settingsOf(properties),
        TagsList: properties.Tags && listTags(properties.Tags),
      }),
    );
    context.made(Name);
    await select(client, Name, properties);
    await log(client, Name, properties);
    return { physicalId: Name, attributes: { Arn: TrailARN, SnsTopicArn: SnsTopicARN } };
  },

  async update({ physicalId: Name, properties: before, attributes }, after, context) {
    const cloudtrail = await import('@aws-sdk/client-cloudtrail');
    const client = context.client(cloudtrail.CloudTrailClient);
    if (!isSame(settingsOf(before), settingsOf(after))) {
      await client.send(new cloudtrail.UpdateTrailCommand({ Name, ...settingsOf(after) }));
    }
    if (!isSame(selectorsOf(before), selectorsOf(after))) await select(client, Name, after);
    if (toBoolean(before.IsLogging) !== toBoolean(after.IsLogging)) await log(client, Name, after);
    const ResourceId = plain(attributes.Arn);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    const TagsList = removed.map((Key) => ({ Key }));
    if (removed.length > 0) await client.send(new cloudtrail.RemoveTagsCommand({ ResourceId, TagsList }));
    if (set.length > 0) await client.send(new cloudtrail.AddTagsCommand({ ResourceId, TagsList: set }));
    return { physicalId: Name, attributes };
  },

  async delete({ physicalId: Name }, context) {
    const { CloudTrailClient, DeleteTrailCommand } = await import('@aws-sdk/client-cloudtrail');
    const deletion = context.client(CloudTrailClient).send(new DeleteTrailCommand({ Name }));
    await ignoring(deletion, 'TrailNotFoundException');
  },
});

const settingsOf = (properties: TrailProperties) => ({
  S3BucketName: properties.S3BucketName,
  S3KeyPrefix: properties.S3KeyPrefix,
  SnsTopicName: properties.SnsTopicName,
  IncludeGlobalServiceEvents: toBoolean(properties.IncludeGlobalServiceEvents),
  IsMultiRegionTrail: toBoolean(properties.IsMultiRegionTrail),
  IsOrganizationTrail: toBoolean(properties.IsOrganizationTrail),
  EnableLogFileValidation: toBoolean(properties.EnableLogFileValidation),
  CloudWatchLogsLogGroupArn: properties.CloudWatchLogsLogGroupArn,
  CloudWatchLogsRoleArn: properties.CloudWatchLogsRoleArn,
  KmsKeyId: properties.KMSKeyId,
});

const selectorsOf = ({ EventSelectors, AdvancedEventSelectors }: Selectors) => ({
  EventSelectors: EventSelectors?.map((selector) => selector),
  AdvancedEventSelectors: AdvancedEventSelectors?.map((selector) => selector),
});

/** Without any, a trail keeps management events. */
const DEFAULT_SELECTORS = {
  EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
} as const;

async function select(client: CloudTrailClient, TrailName: string, properties: Selectors): Promise<void> {
  const { PutEventSelectorsCommand } = await import('@aws-sdk/client-cloudtrail');
  const { EventSelectors, AdvancedEventSelectors } = selectorsOf(properties);
  const wanted = EventSelectors ?? AdvancedEventSelectors;
  const selectors =
    wanted === undefined
      ? { EventSelectors: [...DEFAULT_SELECTORS.EventSelectors] }
      : { EventSelectors, AdvancedEventSelectors };
  await client.send(new PutEventSelectorsCommand({ TrailName, ...selectors }));
}

async function log(client: CloudTrailClient, Name: string, { IsLogging }: TrailProperties): Promise<void> {
  const { StartLoggingCommand, StopLoggingCommand } = await import('@aws-sdk/client-cloudtrail');
  await (toBoolean(IsLogging)
    ? client.send(new StartLoggingCommand({ Name }))
    : client.send(new StopLoggingCommand({ Name })));
}
