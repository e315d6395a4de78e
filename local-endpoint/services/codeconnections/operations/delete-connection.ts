import type { Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { findConnection } from '../find-connection';

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_DeleteConnection.html */
export const deleteConnection =
  (room: Room): Operation<{ ConnectionArn?: string }> =>
  async ({ ConnectionArn }, context) => {
    findConnection(room, context, ConnectionArn).deleted = true;
    return {};
  };
