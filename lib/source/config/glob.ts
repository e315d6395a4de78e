import picomatch from 'picomatch';

/**
 * Patterns as CodePipeline's triggers understand them: `*` within a folder, `**` across folders, `?`, `[…]`, `{…,…}`,
 * `\`; a leading dot is a character like any other, and there is neither `!…` nor `@(…)`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html
 */
const OPTIONS: picomatch.PicomatchOptions = {
  dot: true,
  nonegate: true,
  noextglob: true,
  posix: true, // without it picomatch takes the ! of [!a] for a character
};

/** At most this many patterns of a kind: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitBranchFilterCriteria.html */
export const MAX_PATTERNS = 8;

/** Whether a pattern matches any of the names; undefined where it is not known how AWS would take the pattern. */
export function matchesAny(pattern: string, names: readonly string[]): boolean | undefined {
  if (!isDecidable(pattern)) return undefined;
  const matches = picomatch(pattern.replace(/\\?"/g, '\\"'), OPTIONS); // otherwise a quote begins literal text
  return names.some((name) => matches(name));
}

/** Whether a pattern has no wildcard: it matches itself and nothing else. */
export function isLiteral(pattern: string): boolean {
  return !/[*?[\]{}\\]/.test(pattern);
}

/** Whether one pattern certainly matches whatever the other one matches; false where that is not certain. */
export function covers(pattern: string, other: string): boolean {
  if (pattern === '**' || pattern === other) return true;
  if (isLiteral(other)) return matchesAny(pattern, [other]) ?? false;
  const folder = /^([^*?[\]{}\\]+\/)\*\*$/.exec(pattern)?.[1];
  return folder !== undefined && other.startsWith(folder) && other.length > folder.length;
}

/** `**` within a name crosses folders in some readings and not in others. */
function isDecidable(pattern: string): boolean {
  return pattern.split('/').every((part) => part === '**' || !part.includes('**'));
}
