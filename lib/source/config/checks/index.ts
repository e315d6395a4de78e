import type { Diagnostic } from '../../../config/diagnostic';
import type { Connection } from '../../../config/model';
import type { RepositoryLookup } from '../work-tree';
import { checkBuckets } from './buckets';
import { checkCiRoles, warnOfCiRoles } from './ci-roles';
import { checkConnection, checkHosts, unusedConnections } from './connections';
import { idlePatterns } from './patterns';
import { checkPromotions, warnOfPromotions } from './promotions';
import { checkRepositories } from './repositories';
import { noteSharedRepositories } from './shared-repositories';
import { gitOf, type SourcedPipeline } from './sourced-pipeline';
import { checkTriggers } from './triggers';

/** What of a file its sources are checked with. */
export interface SourcesInFile {
  readonly pipelines: readonly SourcedPipeline[];
  /** The entries whose pull requests are checked, in the environment where that happens. */
  readonly pullRequests: readonly SourcedPipeline[];
  readonly connections: readonly Connection[];
  /** Every name under `connections:`, right or not. */
  readonly connectionNames: readonly string[];
}

/** What is wrong with the sources of pipelines, each by itself and together. */
export function checkSources({
  pipelines,
  pullRequests,
  connections,
  connectionNames,
}: SourcesInFile): Diagnostic[] {
  const git = pipelines.flatMap(gitOf);
  return [
    ...checkBuckets(pipelines),
    ...checkRepositories(pipelines),
    ...checkPromotions(pipelines),
    ...checkCiRoles(pipelines),
    ...git.flatMap((source) => checkConnection(source, connectionNames)),
    ...checkHosts([...git, ...pullRequests.flatMap(gitOf)], connections),
    ...git.flatMap(checkTriggers),
  ];
}

/**
 * What is right but probably not meant.
 * @param lookUp returns what is known of a git repository
 */
export function warnOfSources(
  { pipelines, connections }: SourcesInFile,
  lookUp: RepositoryLookup,
): Diagnostic[] {
  const git = pipelines.flatMap(gitOf);
  return [
    ...unusedConnections(git, connections),
    ...git.flatMap((source) => idlePatterns(source, lookUp)),
    ...warnOfCiRoles(pipelines),
    ...warnOfPromotions(pipelines),
  ];
}

/** What is right and has consequences that a reader of the file should know. */
export const noteSources = ({ pipelines }: SourcesInFile): Diagnostic[] => noteSharedRepositories(pipelines);
