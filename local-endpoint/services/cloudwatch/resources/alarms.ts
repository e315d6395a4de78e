import type { ResourceContext } from '../../../kit/resources/provider';
import type { TagChanges } from '../../../kit/resources/tags';

/** The ARN of an alarm. @returns undefined where there is none */
export async function findAlarm(context: ResourceContext, name: string): Promise<string | undefined> {
  const { CloudWatchClient, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const { MetricAlarms = [] } = await context
    .client(CloudWatchClient)
    .send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms.find(({ AlarmName }) => AlarmName === name)?.AlarmArn;
}

/** Deletes an alarm; one that is not there is no error. */
export async function deleteAlarm(context: ResourceContext, name: string): Promise<void> {
  const { CloudWatchClient, DeleteAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  if ((await findAlarm(context, name)) === undefined) return;
  await context.client(CloudWatchClient).send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
}

/** Brings an alarm's tags up to date. */
export async function tagAlarm(
  context: ResourceContext,
  ResourceARN: string,
  { removed, set }: TagChanges,
): Promise<void> {
  const { CloudWatchClient, TagResourceCommand, UntagResourceCommand } = await import(
    '@aws-sdk/client-cloudwatch'
  );
  const client = context.client(CloudWatchClient);
  if (removed.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: removed }));
  if (set.length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: set }));
}
