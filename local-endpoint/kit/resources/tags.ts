/** A tag in the form of most APIs and templates. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What a service's calls to untag and tag a resource are given. */
export interface TagChanges {
  readonly removed: string[];
  readonly set: Tag[];
}

export function tagChanges(before: readonly Tag[] = [], after: readonly Tag[] = []): TagChanges {
  const wanted = new Map(after.map(({ Key, Value }) => [Key, Value]));
  const had = new Map(before.map(({ Key, Value }) => [Key, Value]));
  return {
    removed: [...had.keys()].filter((key) => !wanted.has(key)),
    set: after.filter(({ Key, Value }) => had.get(Key) !== Value),
  };
}

/** Tags in the form of the JSON protocols. */
export const lowerTags = (tags: readonly Tag[] = []): { key: string; value: string }[] =>
  tags.map(({ Key, Value }) => ({ key: Key, value: Value }));

/** Tags as key → value. */
export const mapTags = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

/** Tags in the form of the AWS clients, which take strings only. */
export const listTags = (tags: readonly Tag[] = []): Tag[] =>
  tags.map(({ Key, Value }) => ({ Key, Value: String(Value) }));
