import type { Filter } from '@aws-sdk/client-ec2';
import { AwsError } from '../../kit/aws-error';
import type { Ec2State } from './store';
import { invalidValue } from './errors';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export const MAX_FILTER_VALUES = 200;

/** What a resource has for a filter; several values match where one of them does. */
export type FilterValue = string | number | boolean | Date | undefined | readonly FilterValue[];

/** The filters of an operation, by name, beside those of tags. */
export type FilterTable<Item> = Readonly<Record<string, (item: Item) => FilterValue>>;

/**
 * The items that match all filters. Values may have the wildcards `*` and `?`.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 * @param idOf the id under which the item has tags
 * @throws AwsError `InvalidParameterValue` for a filter that the operation does not have; `FilterLimitExceeded`
 */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  table: FilterTable<Item>,
  idOf: (item: Item) => string,
  { tags }: Pick<Ec2State, 'tags'>,
): Item[] {
  const values = (filters ?? []).flatMap(({ Values = [] }) => Values);
  if (values.length > MAX_FILTER_VALUES)
    throw new AwsError(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${MAX_FILTER_VALUES}`,
    );
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const patterns = Values.map(patternOf);
    const read = reader(Name, table, (item) => tags.get(idOf(item)));
    return (item: Item) => texts(read(item)).some((text) => patterns.some((pattern) => pattern.test(text)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

function reader<Item>(
  name: string,
  table: FilterTable<Item>,
  tagsOf: (item: Item) => ReadonlyMap<string, string> | undefined,
): (item: Item) => FilterValue {
  if (name === 'tag-key') return (item) => [...(tagsOf(item)?.keys() ?? [])];
  if (name.startsWith('tag:')) return (item) => tagsOf(item)?.get(name.slice(4));
  const read = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!read) throw invalidValue(`The filter '${name}' is invalid`);
  return read;
}

function texts(value: FilterValue): string[] {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap(texts);
  return [value instanceof Date ? value.toISOString() : String(value)];
}

const isList = (value: FilterValue): value is readonly FilterValue[] => Array.isArray(value);

function patternOf(value: string): RegExp {
  const escaped = value.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
