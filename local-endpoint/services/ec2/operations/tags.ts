import type {
  CreateTagsCommandInput,
  DeleteTagsCommandInput,
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  Filter,
  TagDescription,
} from '@aws-sdk/client-ec2';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { missingParameter } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { forward } from '../../../kit/forward';
import { ec2Page } from '../pages';
import { checkOwn, isOwn, resourceTypeOf } from '../resource-ids';
import type { Ec2State, Ec2Store } from '../store';
import { addTags, validateTags } from '../tags/tags';

/**
 * Resources of both kinds may be tagged in one call; nothing is tagged where one does not exist.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 */
export const createTags =
  (store: Ec2Store): Operation<CreateTagsCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { Resources = [], Tags = [] } = input;
    if (Resources.length === 0) throw missingParameter('resourceIdSet');
    if (Tags.length === 0) throw missingParameter('Tag');
    validateTags(Tags);
    const own = Resources.filter(isOwn);
    for (const id of own) checkOwn(state, id);
    const others = Resources.filter((id) => !isOwn(id));
    if (others.length > 0) await forward(context, { ...input, Resources: others });
    for (const id of own) addTags(state, id, Tags);
    return {};
  };

/**
 * Without tags it removes all that the user added.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export const deleteTags =
  (store: Ec2Store): Operation<DeleteTagsCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const { Resources = [], Tags = [] } = input;
    if (Resources.length === 0) throw missingParameter('resourceIdSet');
    const others = Resources.filter((id) => !isOwn(id));
    if (others.length > 0) await forward(context, { ...input, Resources: others });
    for (const id of Resources.filter(isOwn)) removeTags(state, id, Tags);
    return {};
  };

function removeTags(
  { tags }: Ec2State,
  id: string,
  removed: NonNullable<DeleteTagsCommandInput['Tags']>,
): void {
  const all = tags.get(id);
  if (!all) return;
  if (removed.length === 0) {
    for (const key of [...all.keys()]) if (!key.startsWith('aws:')) all.delete(key);
  }
  for (const { Key = '', Value } of removed)
    if (Value === undefined || all.get(Key) === Value) all.delete(Key);
}

const FILTERS: FilterTable<TagDescription> = {
  key: ({ Key }) => Key,
  'resource-id': ({ ResourceId }) => ResourceId,
  'resource-type': ({ ResourceType }) => ResourceType,
  value: ({ Value }) => Value,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
export const describeTags =
  (store: Ec2Store): Operation<DescribeTagsCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const own = [...state.tags].flatMap(([ResourceId, tags]) =>
      [...tags].map(([Key, Value]) => ({ ResourceId, ResourceType: resourceTypeOf(ResourceId), Key, Value })),
    );
    const request = { ...input, MaxResults: undefined, NextToken: undefined };
    const { Tags = [] } = asksOnlyForOwn(input.Filters)
      ? {}
      : await forward<Pick<DescribeTagsCommandOutput, 'Tags'>>(context, request);
    const all = [...own, ...Tags.filter(({ ResourceId = '' }) => !isOwn(ResourceId))];
    const matching = filtered(all, input.Filters, FILTERS, ({ ResourceId = '' }) => ResourceId, state);
    const { items, next } = ec2Page(matching, input, [5, 1000]);
    return { Tags: items, NextToken: next };
  };

/** Whether the filters name resources that moto does not have, so that it need not be asked. */
const asksOnlyForOwn = (filters: readonly Filter[] = []): boolean =>
  filters.some(
    ({ Name, Values = [] }) =>
      Name === 'resource-id' && Values.every((value) => isOwn(value) && !/[*?]/.test(value)),
  );
