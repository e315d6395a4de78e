/** A tag as most templates write it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What tagging calls have to do when a resource's tags change. */
export interface TagChanges {
  readonly removed: string[];
  readonly set: Tag[];
}

/** The difference between two lists of tags. */
export function tagChanges(before: readonly Tag[] = [], after: readonly Tag[] = []): TagChanges {
  const kept = new Map(after.map(({ Key, Value }) => [Key, Value]));
  const had = new Map(before.map(({ Key, Value }) => [Key, Value]));
  return {
    removed: [...had.keys()].filter((key) => !kept.has(key)),
    set: after.filter(({ Key, Value }) => had.get(Key) !== Value),
  };
}

/** Tags as services of the JSON protocols write them. */
export const lowerTags = (tags: readonly Tag[] = []): { key: string; value: string }[] =>
  tags.map(({ Key, Value }) => ({ key: Key, value: Value }));

/** Tags as a map. */
export const mapTags = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

/** Tags as a list that clients take. */
export const listTags = (tags: readonly Tag[] = []): Tag[] =>
  tags.map(({ Key, Value }) => ({ Key, Value: String(Value) }));
