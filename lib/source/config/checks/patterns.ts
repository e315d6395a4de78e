import type { Diagnostic } from '../../../config/diagnostic';
import type { Path } from '../../../config/path';
import type { GitSource, Patterns } from '../git-model';
import { covers, isLiteral, matchesAny } from '../glob';
import type { RepositoryLookup, WorkTree } from '../work-tree';
import type { LocatedGit } from './sourced-pipeline';

/** What patterns are about. */
type Subject = 'branches' | 'tags' | 'files';

/** The patterns of one key. */
interface Filter {
  readonly subject: Subject;
  readonly patterns: Patterns;
  readonly at: (...field: Path) => Path;
}

/**
 * The patterns that match nothing: by their form alone, and in a repository that is known.
 * @param lookUp returns what is known of a repository
 */
export function idlePatterns({ git, fieldAt }: LocatedGit, lookUp: RepositoryLookup): Diagnostic[] {
  const known = lookUp(git.repository);
  return filtersOf(git, fieldAt).flatMap((filter) => [
    ...misformed(filter),
    ...covered(filter),
    ...idleExcludes(filter),
    ...(known ? unmatched(filter, known) : []),
  ]);
}

function filtersOf({ push, pullRequest }: GitSource, at: Filter['at']): Filter[] {
  const of = (key: string, filters: readonly Partial<Record<Subject, Patterns>>[]) =>
    filters.flatMap((filter, index) =>
      (['branches', 'tags', 'files'] as const).flatMap((subject): Filter[] => {
        const patterns = filter[subject];
        return patterns ? [{ subject, patterns, at: (...field) => at(key, index, subject, ...field) }] : [];
      }),
    );
  return [...of('push', push), ...of('pullRequest', pullRequest)];
}

function eachOf({ patterns, at }: Filter): { pattern: string; path: Path }[] {
  return (['includes', 'excludes'] as const).flatMap((side) =>
    patterns[side].map((pattern, index) => ({ pattern, path: at(side, index) })),
  );
}

/** How names of each subject never begin or end. */
const NEVER: Readonly<Record<Subject, readonly (readonly [form: RegExp, why: string])[]>> = {
  branches: [
    [/^refs\//, 'branches are named without refs/heads/'],
    [/^\//, 'no branch’s name starts with /'],
  ],
  tags: [
    [/^refs\//, 'tags are named without refs/tags/'],
    [/^\//, 'no tag’s name starts with /'],
  ],
  files: [
    [/^\.?\//, 'paths are from the repository’s top, without / or ./ before them'],
    [/\/$/, 'it names a folder: write ** after the / for the files in it'],
  ],
};

function misformed(filter: Filter): Diagnostic[] {
  return eachOf(filter).flatMap(({ pattern, path }) => {
    const never = NEVER[filter.subject].find(([form]) => form.test(pattern));
    return never ? [{ path, rule: `matches nothing: ${never[1]}` }] : [];
  });
}

function covered({ patterns: { includes, excludes }, at }: Filter): Diagnostic[] {
  return includes.flatMap((pattern, index) => {
    const by = excludes.find((exclude) => covers(exclude, pattern));
    return by === undefined
      ? []
      : [{ path: at('includes', index), rule: `matches nothing: all of it is excluded by ${by}` }];
  });
}

/** An exclude without wildcards is decidable: some include matches it, or it has no effect. */
function idleExcludes({ patterns: { includes, excludes }, at }: Filter): Diagnostic[] {
  return excludes.flatMap((pattern, index) => {
    const included = includes.some((include) => matchesAny(include, [pattern]) !== false);
    if (!isLiteral(pattern) || included) return [];
    return [{ path: at('excludes', index), rule: 'excludes nothing: no include matches it' }];
  });
}

/** Tags come with releases: that none matches yet is no mistake. */
function unmatched(filter: Filter, { files, branches }: WorkTree): Diagnostic[] {
  const { subject } = filter;
  const names = { files, branches, tags: undefined }[subject];
  if (!names) return [];
  const what = subject === 'files' ? 'file' : 'branch';
  return eachOf(filter).flatMap(({ pattern, path }) =>
    matchesAny(pattern, names) === false
      ? [{ path, rule: `matches no ${what} of the repository as it is here` }]
      : [],
  );
}
