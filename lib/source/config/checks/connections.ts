import type { Diagnostic } from '../../../config/diagnostic';
import type { Connection, ConnectionProvider } from '../../../config/model';
import type { Path } from '../../../config/path';
import { nearest } from '../../../config/suggest';
import type { GitSource } from '../git-model';
import type { LocatedGit } from './sourced-pipeline';

/** The connection that a pipeline names is there, and its repository is called as its host calls it. */
export function checkConnection(
  { git, fieldAt }: LocatedGit,
  connectionNames: readonly string[],
): Diagnostic[] {
  const repository = fieldAt('repository');
  if (git.host.type === 'codecommit') return codeCommitName(git, repository);
  const { name, provider } = git.host.connection;
  if (!connectionNames.includes(name))
    return [unknownConnection(fieldAt('connection'), name, connectionNames)];
  return repositoryName(git, provider, repository);
}

/**
 * A connection that the factory makes in a region reaches an installed provider through a host there: a host, unlike a
 * connection, is of its own region only.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/welcome-connections-how-it-works-global.html
 */
export function checkHosts(sources: readonly LocatedGit[], connections: readonly Connection[]): Diagnostic[] {
  return connections.flatMap(({ name, host }) => {
    if (!host) return [];
    const [, , , region = ''] = host.split(':');
    const elsewhere = sources.find(
      ({ git, pipeline }) => usesConnection(git, name) && pipeline.environment.region !== region,
    );
    if (!elsewhere) return [];
    const { environment } = elsewhere.pipeline;
    const rule = `must be a host in ${environment.region}, where ${environment.name} is: a host is used in its own region only. Give ${environment.name} a connection of its own, or the arn of one that is there, which every region may use`;
    return [{ path: ['connections', name, 'host'], rule }];
  });
}

/** The connections that no pipeline names. */
export function unusedConnections(
  sources: readonly LocatedGit[],
  connections: readonly Connection[],
): Diagnostic[] {
  return connections
    .filter(({ name }) => !sources.some(({ git }) => usesConnection(git, name)))
    .map(({ name }) => ({ path: ['connections', name], part: 'key', rule: 'is used by no pipeline' }));
}

const usesConnection = ({ host }: GitSource, name: string): boolean =>
  host.type === 'connection' && host.connection.name === name;

function unknownConnection(path: Path, name: string, names: readonly string[]): Diagnostic {
  const rule = `is no connection of this file; there is ${names.join(', ') || 'none'}`;
  return { path, rule, suggestion: nearest(name, names) };
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html */
function codeCommitName({ repository }: GitSource, path: Path): Diagnostic[] {
  if (/^[\w.-]{1,100}$/.test(repository) && !repository.endsWith('.git')) return [];
  const rule =
    'must be the name of a CodeCommit repository: letters, digits and . _ - without .git at its end, at most 100';
  return [{ path, rule }];
}

/** Groups may be nested at these. */
const NESTED: readonly ConnectionProvider[] = ['GitLab', 'GitLabSelfManaged', 'AzureDevOps'];

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html */
function repositoryName(
  { repository }: GitSource,
  provider: ConnectionProvider | undefined,
  path: Path,
): Diagnostic[] {
  if (repository.endsWith('.git')) return [{ path, rule: 'must be without .git at its end' }];
  const parts = repository.split('/').length;
  const nested = provider === undefined || NESTED.includes(provider);
  if (nested ? parts >= 2 : parts === 2) return [];
  const form = nested ? 'owner/name, with groups between them where there are some' : 'owner/name';
  return [{ path, rule: `must be ${form}${provider ? `, as ${provider} has it` : ''}` }];
}
