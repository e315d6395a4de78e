import type { Path } from './path';

/**
 * A path as the file has it. Where the file has a short form the steps that it leaves out are left out: one filter for a
 * list of them, a list of patterns for what is included, `docker` for a build. So it is with `image` for `images` of one.
 * @param value what the path starts from
 */
export function shortFormPath(value: unknown, path: Path): Path {
  return walk(value, path).path;
}

/** How many steps of the path lead somewhere, including those that a short form leaves out. */
export function depthOf(value: unknown, path: Path): number {
  return walk(value, path).depth;
}

function walk(value: unknown, path: Path): { readonly path: Path; readonly depth: number } {
  let at = value;
  const steps: (string | number)[] = [];
  for (let index = 0; index < path.length; index++) {
    const step = path[index] as string | number;
    if (typeof at === 'string') return { path: steps, depth: path.length };
    if (typeof at !== 'object' || at === null)
      return { path: [...steps, ...path.slice(index)], depth: index };
    if (Array.isArray(at) !== (typeof step === 'number')) continue;
    const key = singularFor(at, step, path[index + 1]) ?? step;
    if (key !== step) index++;
    steps.push(key);
    if (!Object.hasOwn(at, key)) return { path: [...steps, ...path.slice(index + 1)], depth: index };
    at = (at as Record<string | number, unknown>)[key];
  }
  return { path: steps, depth: path.length };
}

/** `image`, where a path asks for the first of `images` and the mapping has the one and not the other. */
function singularFor(
  at: object,
  step: string | number,
  next: string | number | undefined,
): string | undefined {
  if (typeof step !== 'string' || next !== 0 || !step.endsWith('s') || Object.hasOwn(at, step))
    return undefined;
  const singular = step.slice(0, -1);
  return Object.hasOwn(at, singular) ? singular : undefined;
}
