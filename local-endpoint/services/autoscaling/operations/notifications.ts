import type {
  DeleteNotificationConfigurationType,
  DescribeAutoScalingNotificationTypesAnswer,
  DescribeNotificationConfigurationsAnswer,
  DescribeNotificationConfigurationsType,
  PutNotificationConfigurationType,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import { publish } from '../notify/topics';
import { autoScalingPage } from '../paging';
import { type AutoScalingStore, findGroup } from '../store';

const TYPES = [
  'autoscaling:EC2_INSTANCE_LAUNCH',
  'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
  'autoscaling:EC2_INSTANCE_TERMINATE',
  'autoscaling:EC2_INSTANCE_TERMINATE_ERROR',
  'autoscaling:TEST_NOTIFICATION',
];

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutNotificationConfiguration.html */
export const putNotificationConfiguration =
  (store: AutoScalingStore): Operation<PutNotificationConfigurationType> =>
  async (raw, context) => {
    const input = typed<PutNotificationConfigurationType>(raw);
    required(input, 'AutoScalingGroupName', 'TopicARN', 'NotificationTypes');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const { TopicARN = '', NotificationTypes = [] } = input;
    const unknown = NotificationTypes.find((type) => !TYPES.includes(type));
    if (unknown !== undefined) throw invalid(`Invalid Notification Type: ${unknown}`);
    await publish(store, group, TopicARN, 'autoscaling:TEST_NOTIFICATION', {}).catch((error: Error) => {
      throw invalid(`Unable to publish notification message to topic ${TopicARN}: ${error.message}`);
    });
    group.notifications = [
      ...group.notifications.filter((other) => other.TopicARN !== TopicARN),
      ...NotificationTypes.map((NotificationType) => ({
        AutoScalingGroupName: group.name,
        TopicARN,
        NotificationType,
      })),
    ];
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeNotificationConfigurations.html */
export const describeNotificationConfigurations =
  (
    store: AutoScalingStore,
  ): Operation<DescribeNotificationConfigurationsType, DescribeNotificationConfigurationsAnswer> =>
  async (raw, context) => {
    const input = typed<DescribeNotificationConfigurationsType>(raw);
    const state = store.in(scopeOf(context));
    const { AutoScalingGroupNames: names = [] } = input;
    const groups =
      names.length > 0 ? names.map((name) => findGroup(state, name)) : [...state.groups.values()];
    const { items, next } = autoScalingPage(
      groups.flatMap(({ notifications }) => notifications),
      input,
    );
    return { NotificationConfigurations: items, NextToken: next };
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteNotificationConfiguration.html */
export const deleteNotificationConfiguration =
  (store: AutoScalingStore): Operation<DeleteNotificationConfigurationType> =>
  async (raw, context) => {
    const input = typed<DeleteNotificationConfigurationType>(raw);
    required(input, 'AutoScalingGroupName', 'TopicARN');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    group.notifications = group.notifications.filter(({ TopicARN }) => TopicARN !== input.TopicARN);
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingNotificationTypes.html */
export const describeAutoScalingNotificationTypes: Operation<
  object,
  DescribeAutoScalingNotificationTypesAnswer
> = async () => ({ AutoScalingNotificationTypes: TYPES });
