import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';

/** Metrics of a group in a template. */
export interface MetricsProperty {
  readonly Granularity: string;
  /** @default - all */
  readonly Metrics?: string[];
}

/** A topic of a group in a template. */
export interface NotificationProperty {
  /** One or several. */
  readonly TopicARN: string | readonly string[];
  readonly NotificationTypes?: string[];
}

/** Has the metrics collected that a template names, and no others. */
export async function putMetrics(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
  before: readonly MetricsProperty[] = [],
  after: readonly MetricsProperty[] = [],
): Promise<void> {
  const { DisableMetricsCollectionCommand, EnableMetricsCollectionCommand } = await import(
    '@aws-sdk/client-auto-scaling'
  );
  if (before.length > 0) await client.send(new DisableMetricsCollectionCommand({ AutoScalingGroupName }));
  for (const metrics of after)
    await client.send(new EnableMetricsCollectionCommand({ AutoScalingGroupName, ...metrics }));
}

/** Has the topics notified that a template names, and no others. */
export async function putNotifications(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
  before: readonly NotificationProperty[] = [],
  after: readonly NotificationProperty[] = [],
): Promise<void> {
  const { DeleteNotificationConfigurationCommand, PutNotificationConfigurationCommand } = await import(
    '@aws-sdk/client-auto-scaling'
  );
  const kept = after.flatMap(topicsOf);
  for (const TopicARN of before.flatMap(topicsOf).filter((topic) => !kept.includes(topic)))
    await client.send(new DeleteNotificationConfigurationCommand({ AutoScalingGroupName, TopicARN }));
  for (const { NotificationTypes = [], ...property } of after)
    for (const TopicARN of topicsOf(property))
      await client.send(
        new PutNotificationConfigurationCommand({ AutoScalingGroupName, TopicARN, NotificationTypes }),
      );
}

const topicsOf = ({ TopicARN }: Pick<NotificationProperty, 'TopicARN'>): readonly string[] =>
  [TopicARN].flat();
