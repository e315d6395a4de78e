import type { Finding } from './issues';
import type { Path } from './yaml-file';

type Mapping = Readonly<Record<string, unknown>>;

/** Of `image` and `images` exactly one. */
export const ONE_OF_IMAGES = 'must have either image or images, and not both';

/**
 * Keys that stand beside each other and must not. Looked at before defaults are filled in, after which every key is
 * there, and whatever else is wrong with them.
 * @param entry an entry under `pipelines:` or its variation in an environment
 */
export function clashes(entry: Mapping, above: Path): Finding[] {
  return [
    ...beside(keysOf(entry.service), [...above, 'service']),
    ...both(keysOf(entry.source), [...above, 'source']),
  ];
}

function beside(keys: readonly string[], path: Path): Finding[] {
  if (!keys.includes('existing')) return [];
  const rule = 'does not go beside existing: the factory changes nothing of a service it does not own';
  return keys.filter((key) => key !== 'existing').map((key) => ({ path: [...path, key], rule, part: 'key' }));
}

function both(keys: readonly string[], path: Path): Finding[] {
  return keys.includes('image') && keys.includes('images') ? [{ path, rule: ONE_OF_IMAGES }] : [];
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
