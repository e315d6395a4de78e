import { parseArn } from '../../kit/arn';
import { AwsError } from '../../kit/aws-error';
import type { CallContext } from '../../kit/operation';
import type { Connection, ConnectionsStore } from './store';

/** A connection of the caller's account. @throws AwsError `ResourceNotFoundException` */
export function findConnection(
  store: ConnectionsStore,
  { caller }: CallContext,
  arn: string | undefined,
): Connection {
  const connection = knownConnection(store, arn);
  if (connection && !connection.deleted && connection.accountId === caller.accountId) return connection;
  throw notFound(arn);
}

/**
 * A connection that a pipeline uses. One that was not created here is taken to exist and to be available: a config may name
 * the ARN of a connection in a real account, and no call creates one with a given ARN.
 * @throws AwsError `ResourceNotFoundException` for one that was deleted, or an ARN of something else
 */
export function connectionInUse(store: ConnectionsStore, text: string | undefined): Connection {
  const known = knownConnection(store, text);
  if (known && !known.deleted) return known;
  const arn = parseArn(text);
  const [, id] = /^connection\/(.+)$/.exec(arn?.resource ?? '') ?? [];
  if (known || !arn || !id || !CONNECTION_ARN.test(arn.text)) throw notFound(text);
  store.context.log(
    `connection ${text} was not made here: it is taken to be a GitHub connection that is available`,
  );
  const connection: Connection = {
    arn: arn.text,
    name: id.slice(0, 32),
    providerType: 'GitHub',
    accountId: arn.account,
    tags: [],
    deleted: false,
  };
  store.connections.in(arn).set(connection.arn, connection);
  return connection;
}

const CONNECTION_ARN =
  /^arn:aws[\w-]*:(?:codeconnections|codestar-connections):[\w-]+:\d{12}:connection\/.+$/;

function knownConnection(
  { connections }: ConnectionsStore,
  text: string | undefined,
): Connection | undefined {
  const arn = parseArn(text);
  return arn && connections.in(arn).get(arn.text);
}

const notFound = (arn: string | undefined): AwsError =>
  new AwsError('ResourceNotFoundException', `Connection ${arn} not found`);
