import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { findConnection } from '../find-connection';
import type { Connection } from '../model';

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_GetConnection.html */
export const getConnection =
  (room: Room): Operation<{ ConnectionArn?: string }> =>
  async ({ ConnectionArn }, context) => ({ Connection: shown(findConnection(room, context, ConnectionArn)) });

/** A connection as the API shows it. */
export const shown = ({ name, arn, providerType, accountId, hostArn }: Connection): object => ({
  ConnectionName: name,
  ConnectionArn: arn,
  ProviderType: providerType,
  OwnerAccountId: accountId,
  ConnectionStatus: 'AVAILABLE',
  HostArn: hostArn,
});
