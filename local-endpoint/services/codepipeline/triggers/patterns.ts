import picomatch from 'picomatch';

/** What a filter of a trigger includes and excludes. */
interface Patterns {
  readonly includes?: readonly string[];
  readonly excludes?: readonly string[];
}

/**
 * Whether a name passes a filter: something includes it, or nothing is to be included in particular, and nothing excludes
 * it. https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html
 */
export function passes({ includes = [], excludes = [] }: Patterns, name: string): boolean {
  const included = includes.length === 0 || includes.some((pattern) => matches(pattern, name));
  return included && !excludes.some((pattern) => matches(pattern, name));
}

/**
 * `*` ends at a slash, `**` does not; a file whose name begins with a dot is one as any other; `posix` is for `[!a]`. A
 * double quote is a character like any other, which picomatch takes for the beginning of literal text (findings/glob-quote.sh).
 */
const matches = (pattern: string, name: string): boolean =>
  picomatch.isMatch(name, pattern.replace(/\\?"/g, '\\"'), {
    dot: true,
    nonegate: true,
    noextglob: true,
    posix: true,
  });
