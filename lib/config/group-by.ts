/** Values that share a key: at least one. */
export type Group<T> = readonly [T, ...T[]];

/** Groups in the order of their first values. */
export function groupBy<T>(values: readonly T[], key: (value: T) => string): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return [...groups.values()];
}
