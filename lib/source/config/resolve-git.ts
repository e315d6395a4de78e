import type { z } from 'zod';
import type { ResolveContext } from '../../config/kind';
import type { Connection } from '../../config/model';
import type { GitSource, Patterns, PullRequestFilter, PushFilter } from './git-model';
import type { gitSchema } from './git-schema';

type GitEntry = z.output<typeof gitSchema>;
type Fill = (value: string) => string;

/** A git source with `{environment}` replaced, and a push to its branch where no other is named. */
export function resolveGit(
  git: GitEntry,
  { fill, connections }: Pick<ResolveContext, 'fill' | 'connections'>,
): GitSource {
  const branch = fill(git.branch);
  const push = git.push?.map((filter) => pushFilter(filter, fill));
  return {
    host: hostOf(git, connections),
    repository: fill(git.repository),
    branch,
    push: push ?? [{ branches: { includes: [branch], excludes: [] } }],
    pullRequest: git.pullRequest?.map((filter) => pullRequestFilter(filter, fill)) ?? [],
    ...(git.pullRequestEnvironment !== undefined && { pullRequestEnvironment: git.pullRequestEnvironment }),
  };
}

/** An unknown connection is found by `checkGit`; until then it has a name and nothing else. */
function hostOf({ connection }: GitEntry, connections: ReadonlyMap<string, Connection>): GitSource['host'] {
  if (connection === undefined) return { type: 'codecommit' };
  return { type: 'connection', connection: connections.get(connection) ?? { name: connection } };
}

function pushFilter(
  { branches, files, tags }: NonNullable<GitEntry['push']>[number],
  fill: Fill,
): PushFilter {
  return {
    ...(branches && { branches: filled(branches, fill) }),
    ...(files && { files: filled(files, fill) }),
    ...(tags && { tags: filled(tags, fill) }),
  };
}

function pullRequestFilter(
  { branches, files, events }: NonNullable<GitEntry['pullRequest']>[number],
  fill: Fill,
): PullRequestFilter {
  return { events, branches: filled(branches, fill), ...(files && { files: filled(files, fill) }) };
}

function filled({ includes, excludes }: Patterns, fill: Fill): Patterns {
  return { includes: includes.map(fill), excludes: excludes.map(fill) };
}
