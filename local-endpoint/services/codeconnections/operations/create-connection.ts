import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import type { ConnectionsStore } from '../store';
import { PROVIDER_TYPES, type Tag } from '../model';

interface Input {
  readonly ConnectionName?: string;
  readonly ProviderType?: string;
  readonly HostArn?: string;
  readonly Tags?: Tag[];
}

/**
 * https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html. In AWS a new connection is
 * PENDING until a person authorizes it in the console; nobody can do that here, so it is AVAILABLE at once, and said so.
 * Its ARN names the service as the caller does: it is known under two names.
 */
export const createConnection =
  (store: ConnectionsStore): Operation<Input> =>
  async (
    { ConnectionName: name = '', ProviderType, HostArn: hostArn, Tags: tags = [] },
    { caller, region, service },
  ) => {
    const providerType = ProviderType ?? (hostArn ? 'GitHubEnterpriseServer' : '');
    requireValid(name, providerType);
    const arn = `arn:aws:${service}:${region}:${caller.accountId}:connection/${randomUUID()}`;
    const { accountId } = caller;
    store.connections.set(arn, { arn, name, providerType, hostArn, accountId, region, tags, deleted: false });
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
