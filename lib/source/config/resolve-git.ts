import type { z } from 'zod';
import type { gitSchema } from './git-schema';
import type { Connection, GitSource, Patterns, PullRequestFilter, PushFilter } from '../../config/model';
import { filler, type Surroundings } from '../../config/kind';

type Git = z.output<typeof gitSchema>;
type Fill = (value: string) => string;

/** A git source with `{environment}` put in, and a push to its branch where nothing is said of what starts the pipeline. */
export function gitSource(git: Git, { identity, connections }: Surroundings): GitSource {
  const fill = filler(identity);
  const branch = fill(git.branch);
  const push = git.push?.map((filter) => pushFilter(filter, fill));
  const pullRequest = git.pullRequest?.map((filter) => pullRequestFilter(filter, fill));
  return {
    host: hostOf(git, connections),
    repository: fill(git.repository),
    branch,
    push: push ?? (pullRequest ? [] : [{ branches: { includes: [branch], excludes: [] } }]),
    pullRequest: pullRequest ?? [],
  };
}

/** An unknown connection is found by `checkConnections`; until then it stands for itself. */
function hostOf({ connection }: Git, connections: ReadonlyMap<string, Connection>): GitSource['host'] {
  if (connection === undefined) return { type: 'codecommit' };
  return { type: 'connection', connection: connections.get(connection) ?? { name: connection } };
}

function pushFilter({ branches, files, tags }: NonNullable<Git['push']>[number], fill: Fill): PushFilter {
  return {
    ...(branches && { branches: filled(branches, fill) }),
    ...(files && { files: filled(files, fill) }),
    ...(tags && { tags: filled(tags, fill) }),
  };
}

function pullRequestFilter(
  { branches, files, events }: NonNullable<Git['pullRequest']>[number],
  fill: Fill,
): PullRequestFilter {
  return { events, branches: filled(branches, fill), ...(files && { files: filled(files, fill) }) };
}

function filled({ includes, excludes }: Patterns, fill: Fill): Patterns {
  return { includes: includes.map(fill), excludes: excludes.map(fill) };
}
