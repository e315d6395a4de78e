import type { GitRepository } from '../../git/repository';
import type { ServiceContext } from '../../kit/context';
import type { PullRequestChange } from '../../kit/pushes';
import type { Tag } from '../../kit/resources/tags';
import { Store } from '../../kit/store';

/** A connection to a provider of git repositories. */
export interface Connection {
  readonly arn: string;
  readonly name: string;
  /** `GitHub`, `GitLab`, … */
  readonly providerType: string;
  readonly hostArn?: string;
  readonly accountId: string;
  tags: Tag[];
  /** A deleted one is kept, because one that was never created is taken to exist in a real account. */
  deleted: boolean;
}

/** A repository as GitHub or another provider would have it. */
export interface ConnectedRepository {
  readonly name: string;
  readonly files: GitRepository;
  /** Open ones, by their source branch. */
  readonly pullRequests: Map<string, PullRequest>;
  /** How many there have ever been. */
  pullRequestCount: number;
}

/** A pull request that is open. */
export interface PullRequest extends Pick<PullRequestChange, 'id' | 'title' | 'source' | 'destination'> {
  /** Commit id of the source branch after the last push. */
  head: string;
}

/** What CodeConnections keeps. */
export interface ConnectionsStore {
  readonly context: ServiceContext;
  /** By ARN. */
  readonly connections: Store<Map<string, Connection>>;
  /** By `owner/name`, whatever the provider. Repositories belong to no account: every connection reaches all of them. */
  readonly repositories: Map<string, ConnectedRepository>;
}

/** A store without connections and repositories. */
export const createConnectionsStore = (context: ServiceContext): ConnectionsStore => ({
  context,
  connections: new Store(() => new Map<string, Connection>()),
  repositories: new Map(),
});
