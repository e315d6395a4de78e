import type { ActivitiesType, DescribeScalingActivitiesType, Filter } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeActivity } from '../describe';
import { typed } from '../input';
import type { ScalingActivity } from '../model';
import { autoScalingPage } from '../paging';
import { type AutoScalingStore, findGroup } from '../store';

/**
 * Activities in progress come first, then the newest.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html
 */
export const describeScalingActivities =
  (store: AutoScalingStore): Operation<DescribeScalingActivitiesType, ActivitiesType> =>
  async (raw, context) => {
    const input = typed<DescribeScalingActivitiesType>(raw);
    const { AutoScalingGroupName: name, ActivityIds = [], IncludeDeletedGroups = false } = input;
    const state = store.in(scopeOf(context));
    const past = state.pastActivities.filter(
      ({ group }) => name === undefined || nameOf(name) === group.name,
    );
    const found = name !== undefined && (!IncludeDeletedGroups || past.length === 0);
    const current = found
      ? findGroup(state, name).activities
      : [...state.groups.values()]
          .filter((group) => name === undefined || group.name === nameOf(name))
          .flatMap(({ activities }) => activities);
    const all = [...current, ...(IncludeDeletedGroups ? past : [])]
      .filter(({ id }) => ActivityIds.length === 0 || ActivityIds.includes(id))
      .filter((activity) => (input.Filters ?? []).every((filter) => matches(activity, filter)));
    const { items, next } = autoScalingPage(all.sort(inOrder), input, [100, 100]);
    return { Activities: items.map(describeActivity), NextToken: next };
  };

const nameOf = (nameOrArn: string): string => nameOrArn.split('autoScalingGroupName/').at(-1) ?? nameOrArn;

/** The sort is stable: activities that began at once stay in the order of the list, the last one first. */
const inOrder = (one: ScalingActivity, other: ScalingActivity): number =>
  Number(one.endedAt !== undefined) - Number(other.endedAt !== undefined) ||
  other.startedAt.getTime() - one.startedAt.getTime();

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html */
function matches(activity: ScalingActivity, { Name, Values = [] }: Filter): boolean {
  const [value = ''] = Values;
  if (Name === 'Status') return Values.includes(activity.status);
  if (Name === 'StartTimeLowerBound') return activity.startedAt >= new Date(value);
  if (Name === 'StartTimeUpperBound') return activity.startedAt <= new Date(value);
  return true;
}
