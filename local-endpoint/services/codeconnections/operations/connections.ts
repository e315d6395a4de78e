import { randomUUID } from 'node:crypto';
import { formatArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import type { Tag } from '../../../kit/resources/tags';
import { scopeOf } from '../../../kit/scope';
import { findConnection } from '../find-connection';
import type { Connection, ConnectionsStore } from '../store';

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
const PROVIDER_TYPES: readonly string[] = [
  'Bitbucket',
  'GitHub',
  'GitHubEnterpriseServer',
  'GitLab',
  'GitLabSelfManaged',
  'AzureDevOps',
];

interface CreateConnectionInput {
  readonly ConnectionName?: string;
  readonly ProviderType?: string;
  readonly HostArn?: string;
  readonly Tags?: Tag[];
}

/**
 * https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html. In AWS a new connection is
 * PENDING until a user authorizes it in the console. There is no console here, so it is AVAILABLE at once, which is
 * logged. Its ARN has the name of the service that the caller used, which is one of two.
 */
export const createConnection =
  (store: ConnectionsStore): Operation<CreateConnectionInput> =>
  async ({ ConnectionName: name = '', ProviderType, HostArn: hostArn, Tags: tags = [] }, context) => {
    const providerType = ProviderType ?? (hostArn ? 'GitHubEnterpriseServer' : '');
    requireValid(name, providerType);
    const scope = scopeOf(context);
    const arn = formatArn(context.service, scope, `connection/${randomUUID()}`);
    const connection = { arn, name, providerType, hostArn, accountId: scope.account, tags, deleted: false };
    store.connections.in(scope).set(arn, connection);
    store.context.log(
      `connection ${name} is available at once; in AWS a person authorizes it in the console first`,
    );
    return { ConnectionArn: arn, Tags: tags };
  };

function requireValid(name: string, providerType: string): void {
  if (name.length < 1 || name.length > 32)
    throw invalid(
      `Value '${name}' at 'connectionName' failed to satisfy constraint: Member must have length between 1 and 32`,
    );
  if (!PROVIDER_TYPES.includes(providerType))
    throw invalid(
      `Value '${providerType}' at 'providerType' failed to satisfy constraint: Member must satisfy enum value set: [${PROVIDER_TYPES.join(', ')}]`,
    );
}

const invalid = (fault: string): AwsError =>
  new AwsError('ValidationException', `1 validation error detected: ${fault}`);

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_GetConnection.html */
export const getConnection =
  (store: ConnectionsStore): Operation<{ readonly ConnectionArn?: string }> =>
  async ({ ConnectionArn }, context) => ({
    Connection: describeConnection(findConnection(store, context, ConnectionArn)),
  });

interface ListConnectionsInput {
  readonly ProviderTypeFilter?: string;
  readonly HostArnFilter?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_ListConnections.html. All in one page. */
export const listConnections =
  (store: ConnectionsStore): Operation<ListConnectionsInput> =>
  async ({ ProviderTypeFilter: providerType, HostArnFilter: hostArn }, context) => ({
    Connections: [...store.connections.in(scopeOf(context)).values()]
      .filter((connection) => !connection.deleted)
      .filter((connection) => !providerType || connection.providerType === providerType)
      .filter((connection) => !hostArn || connection.hostArn === hostArn)
      .map(describeConnection),
  });

const describeConnection = ({ name, arn, providerType, accountId, hostArn }: Connection): object => ({
  ConnectionName: name,
  ConnectionArn: arn,
  ProviderType: providerType,
  OwnerAccountId: accountId,
  ConnectionStatus: 'AVAILABLE',
  HostArn: hostArn,
});

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_DeleteConnection.html */
export const deleteConnection =
  (store: ConnectionsStore): Operation<{ readonly ConnectionArn?: string }> =>
  async ({ ConnectionArn }, context) => {
    findConnection(store, context, ConnectionArn).deleted = true;
    return {};
  };
