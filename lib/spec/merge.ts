type Mapping = Readonly<Record<string, unknown>>;

/**
 * Lays a variation over a value: mappings key by key, anything else whole. Where the variation takes one of several
 * alternatives (`image` or `images`, `canary` or `linear`, `existing` or the keys of an owned service), the value's
 * own choice goes.
 * @param key what the value is called, which tells what its alternatives are
 */
export function merge(value: unknown, variation: unknown, key = ''): unknown {
  if (!isMapping(value) || !isMapping(variation)) return variation;
  const kept = Object.entries(value).filter(([name]) => !isReplaced(key, name, variation));
  const base = Object.fromEntries(kept);
  const laid = Object.entries(variation).map(
    ([name, over]) => [name, has(base, name) ? merge(base[name], over, name) : over] as const,
  );
  return { ...base, ...Object.fromEntries(laid) };
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isReplaced(parent: string, name: string, variation: Mapping): boolean {
  if (parent === 'service' && name === 'existing')
    return Object.keys(variation).length > 0 && !has(variation, name);
  if (parent === 'service') return has(variation, 'existing');
  const other = ALTERNATIVES[parent]?.find((words) => words.includes(name))?.find((word) => word !== name);
  return other !== undefined && has(variation, other);
}

const ALTERNATIVES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  source: [['image', 'images']],
  traffic: [['canary', 'linear']],
};

function has(mapping: Mapping, key: string): boolean {
  return Object.hasOwn(mapping, key);
}
