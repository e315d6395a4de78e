type Mapping = Readonly<Record<string, unknown>>;

/** How a variation is laid over an entry, beyond "mappings key by key, anything else whole". Paths are keys joined by spaces. */
export interface MergeRules {
  /** Whether a mapping is replaced whole. @default - never */
  isWhole?(path: string): boolean;
  /** The mapping that a text is short for. @default - none */
  expand?(path: string, text: string): Mapping | undefined;
  /** Whether a key of the entry's mapping gives way to what the variation has. @default - only to the same key */
  isReplaced?(path: string, key: string, own: Mapping, variation: Mapping): boolean;
}

/** Rules of several parts of an entry as one: any of them may apply. */
export function combineMergeRules(...rules: readonly MergeRules[]): MergeRules {
  return {
    isWhole: (path) => rules.some((rule) => rule.isWhole?.(path)),
    expand: (path, text) =>
      rules.reduce<Mapping | undefined>((found, rule) => found ?? rule.expand?.(path, text), undefined),
    isReplaced: (...where) => rules.some((rule) => rule.isReplaced?.(...where)),
  };
}

/**
 * Keys of one mapping that give way to others of it.
 * @param byPath by the mapping's path, the keys that each key gives way to: `{ 'deploy traffic': { canary: ['linear'] } }`
 */
export function alternatives(
  byPath: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): MergeRules {
  return {
    isReplaced: (path, key, _own, variation) =>
      (byPath[path]?.[key] ?? []).some((other) => Object.hasOwn(variation, other)),
  };
}

/**
 * Lays a variation over an entry: mappings key by key, anything else whole. Where the variation takes one of several
 * alternatives, the entry's own choice goes; where one of them is in its short form, it is expanded first.
 */
export function merge(
  value: unknown,
  variation: unknown,
  rules: MergeRules = {},
  path: readonly string[] = [],
): unknown {
  const where = path.join(' ');
  if (rules.isWhole?.(where) || !isMapping(variation)) return variation;
  const own = typeof value === 'string' ? rules.expand?.(where, value) : value;
  if (!isMapping(own)) return variation;
  const kept = Object.entries(own).filter(([key]) => !rules.isReplaced?.(where, key, own, variation));
  const base = Object.fromEntries(kept);
  const laid = Object.entries(variation).map(
    ([key, over]) =>
      [key, Object.hasOwn(base, key) ? merge(base[key], over, rules, [...path, key]) : over] as const,
  );
  return { ...base, ...Object.fromEntries(laid) };
}

/** Whether a value is a mapping of YAML. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
