type Mapping = Readonly<Record<string, unknown>>;

/**
 * Lays a variation over an entry: mappings key by key, anything else whole. Where the variation takes one of several
 * alternatives (`image` or `images`, git or uploads, `canary` or `linear`, `existing` or the keys of an owned
 * service), the entry's own choice goes; where one of them is written short, it is written out first.
 * @param path of the value in the entry, which tells what its alternatives are
 */
export function merge(value: unknown, variation: unknown, path: readonly string[] = []): unknown {
  if (isWhole(path) || !isMapping(variation)) return variation;
  const own = writtenOut(value, path);
  if (!isMapping(own)) return variation;
  const kept = Object.entries(own).filter(([name]) => !isReplaced(path, name, own, variation));
  const base = Object.fromEntries(kept);
  const laid = Object.entries(variation).map(
    ([name, over]) => [name, has(base, name) ? merge(base[name], over, [...path, name]) : over] as const,
  );
  return { ...base, ...Object.fromEntries(laid) };
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What starts a pipeline, and where a variable comes from, is said in one place. */
function isWhole(path: readonly string[]): boolean {
  return /^source git (push|pullRequest)$|^(build|checks \S+) environment \S+$/.test(path.join(' '));
}

/** The mapping that a short form stands for. */
function writtenOut(value: unknown, [first, second, third, ...deeper]: readonly string[]): unknown {
  if (typeof value !== 'string' || deeper.length > 0) return value;
  if (first === 'build' && second === undefined && value === 'docker') return {};
  if (first === 'build' && second === 'images' && third !== undefined) return { ecr: value };
  if (first === 'checks' && second !== undefined && third === undefined) return { buildspec: value };
  return value;
}

function isReplaced(path: readonly string[], name: string, own: Mapping, variation: Mapping): boolean {
  const where = path.join(' ');
  if (where === '') return isOfGitOnly(name) && leavesGit(own.source, variation.source);
  if (where === 'service' && name === 'existing')
    return Object.keys(variation).length > 0 && !has(variation, name);
  if (where === 'service') return has(variation, 'existing');
  const others = ALTERNATIVES[where]?.[name] ?? [];
  return others.some((other) => has(variation, other));
}

/** What gives way to what, by the path of the mapping they are in. */
const ALTERNATIVES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  source: {
    image: ['images', 'git'],
    images: ['image', 'git'],
    settings: ['git'],
    ci: ['git'],
    git: ['image', 'images', 'settings', 'ci'],
  },
  'source git': { connection: ['codecommit'], codecommit: ['connection'] },
  'deploy traffic': { canary: ['linear'], linear: ['canary'] },
};

/** What an entry says of building goes with its git source. */
function isOfGitOnly(name: string): boolean {
  return name === 'build' || name === 'checks';
}

function leavesGit(own: unknown, variation: unknown): boolean {
  if (!isMapping(own) || !isMapping(variation)) return false;
  return has(own, 'git') && !has(variation, 'git') && Object.keys(variation).length > 0;
}

function has(mapping: Mapping, key: string): boolean {
  return Object.hasOwn(mapping, key);
}
