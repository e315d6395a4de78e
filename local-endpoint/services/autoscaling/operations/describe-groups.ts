import type {
  AutoScalingGroupNamesType,
  AutoScalingGroupsType,
  AutoScalingInstancesType,
  DescribeAutoScalingInstancesType,
  Filter,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeGroup, describeInstanceDetails } from '../describe';
import { invalid, typed } from '../input';
import type { GroupRecord } from '../model';
import { autoScalingPage } from '../paging';
import type { AutoScalingStore } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
export const describeAutoScalingGroups =
  (store: AutoScalingStore): Operation<AutoScalingGroupNamesType, AutoScalingGroupsType> =>
  async (raw, context) => {
    const input = typed<AutoScalingGroupNamesType>(raw);
    const { AutoScalingGroupNames: names = [], Filters = [], IncludeInstances = true } = input;
    const groups = [...store.in(scopeOf(context)).groups.values()]
      .filter(({ name, arn }) => names.length === 0 || names.includes(name) || names.includes(arn))
      .filter((group) => Filters.every((filter) => matches(group, filter)));
    const { items, next } = autoScalingPage(groups, input);
    return {
      AutoScalingGroups: items.map((group) => {
        const described = describeGroup(group);
        return IncludeInstances ? described : { ...described, Instances: [] };
      }),
      NextToken: next,
    };
  };

/** Values are alternatives. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Filter.html */
function matches({ tags }: GroupRecord, { Name = '', Values = [] }: Filter): boolean {
  if (Name === 'tag-key') return Values.some((key) => tags.has(key));
  if (Name === 'tag-value') return [...tags.values()].some(({ Value }) => Values.includes(Value));
  if (Name.startsWith('tag:')) return Values.includes(tags.get(Name.slice('tag:'.length))?.Value ?? '\0');
  throw invalid(
    `Filter type ${Name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`,
  );
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingInstances.html */
export const describeAutoScalingInstances =
  (store: AutoScalingStore): Operation<DescribeAutoScalingInstancesType, AutoScalingInstancesType> =>
  async (raw, context) => {
    const input = typed<DescribeAutoScalingInstancesType>(raw);
    const { InstanceIds: ids = [] } = input;
    const all = [...store.in(scopeOf(context)).groups.values()].flatMap((group) =>
      group.instances
        .filter(({ id }) => ids.length === 0 || ids.includes(id))
        .map((instance) => describeInstanceDetails(group, instance)),
    );
    const { items, next } = autoScalingPage(all, input, [50, 50]);
    return { AutoScalingInstances: items, NextToken: next };
  };
