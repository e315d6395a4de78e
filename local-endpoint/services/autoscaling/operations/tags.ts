import type {
  CreateOrUpdateTagsType,
  DeleteTagsType,
  DescribeTagsType,
  Filter,
  Tag,
  TagDescription,
  TagsType,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { describeTags } from '../describe';
import { invalid, required, typed } from '../input';
import type { GroupRecord } from '../model';
import { autoScalingPage } from '../paging';
import type { AutoScalingState, AutoScalingStore } from '../store';
import { groupTags } from '../tags';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html */
export const createOrUpdateTags =
  (store: AutoScalingStore): Operation<CreateOrUpdateTagsType> =>
  async (raw, context) => {
    const input = typed<CreateOrUpdateTagsType>(raw);
    required(input, 'Tags');
    const { Tags = [] } = input;
    const changes = [...taggedGroups(store.in(scopeOf(context)), Tags)].map(
      ([group, tags]) => [group, groupTags(tags, group.tags)] as const,
    );
    for (const [group, tags] of changes) {
      group.tags.clear();
      for (const [key, tag] of tags) group.tags.set(key, tag);
    }
    return {};
  };

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteTags.html */
export const deleteTags =
  (store: AutoScalingStore): Operation<DeleteTagsType> =>
  async (raw, context) => {
    const input = typed<DeleteTagsType>(raw);
    required(input, 'Tags');
    for (const [group, tags] of taggedGroups(store.in(scopeOf(context)), input.Tags ?? []))
      for (const { Key = '', Value } of tags)
        if (!Value || group.tags.get(Key)?.Value === Value) group.tags.delete(Key);
    return {};
  };

function taggedGroups(state: AutoScalingState, tags: readonly Tag[]): Map<GroupRecord, Tag[]> {
  const byGroup = new Map<GroupRecord, Tag[]>();
  for (const tag of tags) {
    const { ResourceId = '', ResourceType = 'auto-scaling-group' } = tag;
    if (ResourceType !== 'auto-scaling-group') throw invalid(`Invalid resource type: ${ResourceType}`);
    const group = state.groups.get(ResourceId);
    if (!group) throw invalid(`AutoScalingGroup not found - AutoScaling Group ${ResourceId} not found`);
    byGroup.set(group, [...(byGroup.get(group) ?? []), tag]);
  }
  return byGroup;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTags.html */
export const describeGroupTags =
  (store: AutoScalingStore): Operation<DescribeTagsType, TagsType> =>
  async (raw, context) => {
    const input = typed<DescribeTagsType>(raw);
    const all = [...store.in(scopeOf(context)).groups.values()]
      .flatMap(describeTags)
      .filter((tag) => (input.Filters ?? []).every((filter) => matches(tag, filter)));
    const { items, next } = autoScalingPage(all, input);
    return { Tags: items, NextToken: next };
  };

function matches(tag: TagDescription, { Name = '', Values = [] }: Filter): boolean {
  const values: Readonly<Record<string, string | undefined>> = {
    'auto-scaling-group': tag.ResourceId,
    key: tag.Key,
    value: tag.Value,
    'propagate-at-launch': String(tag.PropagateAtLaunch),
  };
  if (!Object.hasOwn(values, Name))
    throw invalid(
      `Filter type ${Name} is not correct. Allowed Filter types are: auto-scaling-group key propagate-at-launch value`,
    );
  return Values.includes(values[Name] ?? '');
}
