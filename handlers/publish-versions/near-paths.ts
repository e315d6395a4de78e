/** How many paths are named. */
const MAX_NAMED = 3;

/** Paths that are named at most this long. */
const MAX_PATH_LENGTH = 80;

/**
 * What is there instead of a path that is not: files and folders of which most is alike, the nearest first.
 * @param paths of files; folders of which may end with `/`
 */
export function nearPaths(wanted: string, paths: Iterable<string>): string {
  const known = new Set<string>();
  for (const path of paths)
    for (const [at, letter] of [...path, '/'].entries()) {
      if (letter !== '/') continue;
      const part = path.slice(0, at);
      if (part) known.add(part);
    }
  if (known.size === 0) return 'nothing is';
  const near = [...known]
    .filter((path) => path.length <= MAX_PATH_LENGTH)
    .map((path) => ({ path, distance: distance(wanted, path) }))
    .sort((one, other) => one.distance - other.distance || (one.path < other.path ? -1 : 1))
    .slice(0, MAX_NAMED);
  return `there are ${near.map(({ path }) => path).join(', ')}${known.size > near.length ? `, and ${known.size - near.length} more` : ''}`;
}

/** Two paths are near that begin and end alike: letters that neither has in common with the other. */
function distance(one: string, other: string): number {
  const start = commonStart(one, other);
  const end = commonStart(
    [...one.slice(start)].reverse().join(''),
    [...other.slice(start)].reverse().join(''),
  );
  return one.length + other.length - 2 * (start + end);
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
