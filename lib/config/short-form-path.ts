import type { Path } from './yaml-file';

/**
 * A path as the file writes it. Where the file has a short form (one filter for a list of them, a list of patterns for
 * what is included, `docker` for a build) the steps that it leaves out are left out.
 * @param value what the path starts from
 */
export function written(value: unknown, path: Path): Path {
  return walk(value, path).path;
}

/** How many steps of the path lead somewhere, those that a short form leaves out among them. */
export function depth(value: unknown, path: Path): number {
  return walk(value, path).depth;
}

function walk(value: unknown, path: Path): { readonly path: Path; readonly depth: number } {
  let at = value;
  const steps: (string | number)[] = [];
  for (const [index, step] of path.entries()) {
    if (typeof at === 'string') return { path: steps, depth: path.length };
    if (typeof at !== 'object' || at === null)
      return { path: [...steps, ...path.slice(index)], depth: index };
    if (Array.isArray(at) !== (typeof step === 'number')) continue;
    steps.push(step);
    if (!Object.hasOwn(at, step)) return { path: [...steps, ...path.slice(index + 1)], depth: index };
    at = (at as Record<string | number, unknown>)[step];
  }
  return { path: steps, depth: path.length };
}
