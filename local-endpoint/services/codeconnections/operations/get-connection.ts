import type { Operation } from '../../../kit/operation';
import type { ConnectionsStore } from '../store';
import { findConnection } from '../find-connection';
import type { Connection } from '../model';

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_GetConnection.html */
export const getConnection =
  (store: ConnectionsStore): Operation<{ ConnectionArn?: string }> =>
  async ({ ConnectionArn }, context) => ({
    Connection: shown(findConnection(store, context, ConnectionArn)),
  });

/** A connection as the API shows it. */
export const shown = ({ name, arn, providerType, accountId, hostArn }: Connection): object => ({
  ConnectionName: name,
  ConnectionArn: arn,
  ProviderType: providerType,
  OwnerAccountId: accountId,
  ConnectionStatus: 'AVAILABLE',
  HostArn: hostArn,
});
