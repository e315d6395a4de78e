import type { Operation } from '../../../kit/operation';
import type { ConnectionsStore } from '../store';
import { shown } from './get-connection';

interface Input {
  readonly ProviderTypeFilter?: string;
  readonly HostArnFilter?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_ListConnections.html. All in one page. */
export const listConnections =
  (store: ConnectionsStore): Operation<Input> =>
  async ({ ProviderTypeFilter: providerType, HostArnFilter: hostArn }, { caller, region }) => ({
    Connections: [...store.connections.values()]
      .filter((connection) => !connection.deleted)
      .filter((connection) => connection.accountId === caller.accountId && connection.region === region)
      .filter((connection) => !providerType || connection.providerType === providerType)
      .filter((connection) => !hostArn || connection.hostArn === hostArn)
      .map(shown),
  });
