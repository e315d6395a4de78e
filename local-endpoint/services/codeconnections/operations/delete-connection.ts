import type { Operation } from '../../../kit/operation';
import type { ConnectionsStore } from '../store';
import { findConnection } from '../find-connection';

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_DeleteConnection.html */
export const deleteConnection =
  (store: ConnectionsStore): Operation<{ ConnectionArn?: string }> =>
  async ({ ConnectionArn }, context) => {
    findConnection(store, context, ConnectionArn).deleted = true;
    return {};
  };
