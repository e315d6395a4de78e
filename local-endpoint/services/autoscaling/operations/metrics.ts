import type {
  DescribeMetricCollectionTypesAnswer,
  DisableMetricsCollectionQuery,
  EnableMetricsCollectionQuery,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findChangeable } from '../exclusive';
import { invalid, required, typed } from '../input';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
const METRICS = [
  'GroupMinSize',
  'GroupMaxSize',
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupPendingInstances',
  'GroupStandbyInstances',
  'GroupTerminatingInstances',
  'GroupTotalInstances',
  'GroupInServiceCapacity',
  'GroupPendingCapacity',
  'GroupStandbyCapacity',
  'GroupTerminatingCapacity',
  'GroupTotalCapacity',
  'WarmPoolDesiredCapacity',
  'WarmPoolWarmedCapacity',
  'WarmPoolPendingCapacity',
  'WarmPoolTerminatingCapacity',
  'WarmPoolTotalCapacity',
  'GroupAndWarmPoolDesiredCapacity',
  'GroupAndWarmPoolTotalCapacity',
];

const GRANULARITY = '1Minute';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnableMetricsCollection.html */
export const enableMetricsCollection =
  (store: AutoScalingStore): Operation<EnableMetricsCollectionQuery> =>
  async (raw, context) => {
    const input = typed<EnableMetricsCollectionQuery>(raw);
    required(input, 'AutoScalingGroupName', 'Granularity');
    if (input.Granularity !== GRANULARITY) throw invalid(`Invalid Granularity: ${input.Granularity}`);
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const names = new Set([
      ...group.enabledMetrics.map(({ Metric = '' }) => Metric),
      ...named(input.Metrics),
    ]);
    group.enabledMetrics = [...names].map((Metric) => ({ Metric, Granularity: GRANULARITY }));
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DisableMetricsCollection.html */
export const disableMetricsCollection =
  (store: AutoScalingStore): Operation<DisableMetricsCollectionQuery> =>
  async (raw, context) => {
    const input = typed<DisableMetricsCollectionQuery>(raw);
    required(input, 'AutoScalingGroupName');
    const group = findChangeable(store.in(scopeOf(context)), input.AutoScalingGroupName);
    const names = named(input.Metrics);
    group.enabledMetrics = group.enabledMetrics.filter(({ Metric = '' }) => !names.includes(Metric));
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeMetricCollectionTypes.html */
export const describeMetricCollectionTypes: Operation<
  object,
  DescribeMetricCollectionTypesAnswer
> = async () => ({
  Metrics: METRICS.map((Metric) => ({ Metric })),
  Granularities: [{ Granularity: GRANULARITY }],
});

/** All where none is named. */
function named(metrics: readonly string[] = []): readonly string[] {
  const unknown = metrics.find((metric) => !METRICS.includes(metric));
  if (unknown !== undefined) throw invalid(`Invalid Metric Type: ${unknown}`);
  return metrics.length > 0 ? metrics : METRICS;
}
