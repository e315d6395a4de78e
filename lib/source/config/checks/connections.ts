import type { Finding } from '../../../config/check-schema';
import type { ConnectionProvider, GitSource } from '../../../config/model';
import type { Draft, Placed } from '../../../config/resolve';
import { nearest } from '../../../config/suggest';
import type { Path } from '../../../config/yaml-file';

/** Every connection that a pipeline names is there, and repositories are called as their hosts call them. */
export function checkConnections({ pipelines, connectionNames }: Draft): Finding[] {
  return pipelines.flatMap(({ pipeline: { source }, at }: Placed): Finding[] => {
    if (source.from !== 'git') return [];
    const { git } = source;
    const repository = at(['source', 'git', 'repository']);
    if (git.host.type === 'codecommit') return codeCommitName(git, repository);
    const { name, provider } = git.host.connection;
    if (!connectionNames.includes(name))
      return [unknownConnection(at(['source', 'git', 'connection']), name, connectionNames)];
    return hostedName(git, provider, repository);
  });
}

/**
 * A connection that the factory makes in a region reaches an installed provider through a host there: a host, unlike a
 * connection, is of its own region only.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/welcome-connections-how-it-works-global.html
 */
export function checkHosts({ pipelines, connections }: Draft): Finding[] {
  return connections.flatMap(({ name, host }) => {
    if (!host) return [];
    const [, , , region = ''] = host.split(':');
    const elsewhere = pipelines.find(
      ({ pipeline: { source, environment } }) =>
        source.from === 'git' &&
        source.git.host.type === 'connection' &&
        source.git.host.connection.name === name &&
        environment.region !== region,
    );
    if (!elsewhere) return [];
    const { environment } = elsewhere.pipeline;
    const rule = `must be a host in ${environment.region}, where ${environment.name} is: a host is used in its own region only. Give ${environment.name} a connection of its own, or the arn of one that is there, which every region may use`;
    return [{ path: ['connections', name, 'host'], rule }];
  });
}

/** The connections that no pipeline names. */
export function unusedConnections({ pipelines, connections }: Draft): Finding[] {
  const used = new Set(
    pipelines.flatMap(({ pipeline: { source } }) =>
      source.from === 'git' && source.git.host.type === 'connection' ? [source.git.host.connection.name] : [],
    ),
  );
  return connections
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => ({ path: ['connections', name], part: 'key', rule: 'is used by no pipeline' }));
}

function unknownConnection(path: Path, name: string, names: readonly string[]): Finding {
  const rule = `is no connection of this file; there is ${names.join(', ') || 'none'}`;
  return { path, rule, suggestion: nearest(name, names) };
}

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html */
function codeCommitName({ repository }: GitSource, path: Path): Finding[] {
  if (/^[\w.-]{1,100}$/.test(repository) && !repository.endsWith('.git')) return [];
  const rule =
    'must be the name of a CodeCommit repository: letters, digits and . _ - without .git at its end, at most 100';
  return [{ path, rule }];
}

/** Groups may be nested at these. */
const NESTED: readonly ConnectionProvider[] = ['GitLab', 'GitLabSelfManaged', 'AzureDevOps'];

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html */
function hostedName(
  { repository }: GitSource,
  provider: ConnectionProvider | undefined,
  path: Path,
): Finding[] {
  if (repository.endsWith('.git')) return [{ path, rule: 'must be without .git at its end' }];
  const parts = repository.split('/').length;
  const nested = provider === undefined || NESTED.includes(provider);
  if (nested ? parts >= 2 : parts === 2) return [];
  const form = nested ? 'owner/name, with groups between them where there are some' : 'owner/name';
  return [{ path, rule: `must be ${form}${provider ? `, as ${provider} has it` : ''}` }];
}
