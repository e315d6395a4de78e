import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import { formatArn } from '../../../kit/arn';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toNumber, type ResourceContext } from '../../../kit/resources/provider';
import { mapTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface LogGroupProperties {
  readonly LogGroupName?: string;
  readonly LogGroupClass?: LogGroupClass;
  readonly KmsKeyId?: string;
  readonly RetentionInDays?: number;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logGroup = provider<LogGroupProperties>({
  properties: {
    LogGroupName: 'replace',
    LogGroupClass: 'replace',
    KmsKeyId: 'update',
    RetentionInDays: 'update',
    Tags: 'update',
  },
  attributes: ['Arn'],
  name: 'LogGroupName',
  tags: 'list',

  async create(properties, context) {
    const { CloudWatchLogsClient, CreateLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const logGroupName = properties.LogGroupName ?? context.generatedName(512);
    const { KmsKeyId: kmsKeyId, LogGroupClass: logGroupClass, Tags = [] } = properties;
    const tags = Tags.length > 0 ? mapTags(Tags) : undefined;
    const command = new CreateLogGroupCommand({ logGroupName, kmsKeyId, logGroupClass, tags });
    await context.client(CloudWatchLogsClient).send(command);
    context.made(logGroupName);
    if (properties.RetentionInDays !== undefined) await setRetention(context, logGroupName, properties);
    return { physicalId: logGroupName, attributes: { Arn: `${arnOf(logGroupName, context)}:*` } };
  },

  async update({ physicalId: logGroupName, properties: before, attributes }, after, context) {
    const logs = await import('@aws-sdk/client-cloudwatch-logs');
    const client = context.client(logs.CloudWatchLogsClient);
    if (before.RetentionInDays !== after.RetentionInDays) await setRetention(context, logGroupName, after);
    if (before.KmsKeyId !== after.KmsKeyId) {
      const { KmsKeyId: kmsKeyId } = after;
      await (kmsKeyId === undefined
        ? client.send(new logs.DisassociateKmsKeyCommand({ logGroupName }))
        : client.send(new logs.AssociateKmsKeyCommand({ logGroupName, kmsKeyId })));
    }
    const resourceArn = arnOf(logGroupName, context);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new logs.UntagResourceCommand({ resourceArn, tagKeys: removed }));
    if (set.length > 0) await client.send(new logs.TagResourceCommand({ resourceArn, tags: mapTags(set) }));
    return { physicalId: logGroupName, attributes };
  },

  async delete({ physicalId: logGroupName }, context) {
    const { CloudWatchLogsClient, DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const deletion = context.client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName }));
    await ignoring(deletion, 'ResourceNotFoundException');
  },
});

const arnOf = (name: string, context: ResourceContext): string =>
  formatArn('logs', context, `log-group:${name}`);

async function setRetention(
  context: ResourceContext,
  logGroupName: string,
  properties: LogGroupProperties,
): Promise<void> {
  const logs = await import('@aws-sdk/client-cloudwatch-logs');
  const client = context.client(logs.CloudWatchLogsClient);
  const retentionInDays = toNumber(properties.RetentionInDays);
  await (retentionInDays === undefined
    ? client.send(new logs.DeleteRetentionPolicyCommand({ logGroupName }))
    : client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays })));
}
