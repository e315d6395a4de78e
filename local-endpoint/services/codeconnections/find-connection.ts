import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import type { ConnectionsStore } from './store';
import type { Connection } from './model';

/** A connection of the caller's account. @throws AwsError `ResourceNotFoundException` */
export function findConnection(
  store: ConnectionsStore,
  { caller }: CallContext,
  arn: string | undefined,
): Connection {
  const connection = store.connections.get(arn ?? '');
  if (connection && !connection.deleted && connection.accountId === caller.accountId) return connection;
  throw new AwsError('ResourceNotFoundException', `Connection ${arn} not found`);
}

/**
 * A connection that a pipeline uses. One that nobody made here is taken to be there, ready for use: a spec may name the
 * ARN of a connection in a real account, and no call can make one of a given ARN.
 * @throws AwsError `ResourceNotFoundException` for one that was deleted, or an ARN of something else
 */
export function connectionInUse(store: ConnectionsStore, arn: string | undefined): Connection {
  const known = store.connections.get(arn ?? '');
  if (known && !known.deleted) return known;
  const [, region = '', accountId = '', id = ''] =
    /^arn:aws[\w-]*:(?:codeconnections|codestar-connections):([\w-]+):(\d{12}):connection\/(.+)$/.exec(
      arn ?? '',
    ) ?? [];
  if (!arn || !id || known) throw new AwsError('ResourceNotFoundException', `Connection ${arn} not found`);
  store.context.log(
    `connection ${arn} was not made here: it is taken to be a GitHub connection that is available`,
  );
  const adopted = {
    arn,
    name: id.slice(0, 32),
    providerType: 'GitHub',
    accountId,
    region,
    tags: [],
    deleted: false,
  };
  store.connections.set(arn, adopted);
  return adopted;
}
