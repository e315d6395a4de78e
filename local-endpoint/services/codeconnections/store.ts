import type { ServiceContext } from '../../kit/context';
import type { Connection } from './model';
import type { ConnectedRepository } from './repositories/repository';

/** What CodeConnections keeps. */
export interface ConnectionsStore {
  readonly context: ServiceContext;
  /** By ARN. */
  readonly connections: Map<string, Connection>;
  /** Repositories that connections reach, whatever the provider, by `owner/name`. */
  readonly repositories: Map<string, ConnectedRepository>;
}
