import { callJson } from '../../../kit/json-call';
import { ignoring } from '../../../kit/resources/errors';
import { type ClientConfiguration, provider, type ResourceProvider } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface ConnectionProperties {
  readonly ConnectionName: string;
  readonly ProviderType?: string;
  readonly HostArn?: string;
  readonly Tags?: readonly Tag[];
}

interface CreateConnectionOutput {
  readonly ConnectionArn: string;
}

interface GetConnectionOutput {
  readonly Connection: { readonly ConnectionStatus: string; readonly OwnerAccountId: string };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codeconnections-connection.html */
export const connection = connectionOf('codeconnections');

/** The same under the service's former name, which its ARN then has. */
export const codeStarConnection = connectionOf('codestar-connections');

function connectionOf(service: string): ResourceProvider {
  return provider<ConnectionProperties>({
    properties: { ConnectionName: 'replace', ProviderType: 'replace', HostArn: 'replace', Tags: 'update' },
    attributes: ['ConnectionArn', 'ConnectionStatus', 'OwnerAccountId'],
    tags: 'list',

    async create({ Tags, ...properties }, context) {
      const caller = context.client(Caller);
      const input = { ...properties, Tags: listTags(Tags) };
      const { ConnectionArn } = await caller.call<CreateConnectionOutput>(service, 'CreateConnection', input);
      context.made(ConnectionArn);
      const { Connection } = await caller.call<GetConnectionOutput>(service, 'GetConnection', {
        ConnectionArn,
      });
      const { ConnectionStatus, OwnerAccountId } = Connection;
      return { physicalId: ConnectionArn, attributes: { ConnectionArn, ConnectionStatus, OwnerAccountId } };
    },

    async update({ physicalId, properties: before, attributes }, after, context) {
      const caller = context.client(Caller);
      const ResourceArn = physicalId;
      const { removed, set } = tagChanges(before.Tags, after.Tags);
      if (removed.length > 0) await caller.call(service, 'UntagResource', { ResourceArn, TagKeys: removed });
      if (set.length > 0) await caller.call(service, 'TagResource', { ResourceArn, Tags: listTags(set) });
      return { physicalId, attributes };
    },

    async delete({ physicalId: ConnectionArn }, context) {
      const deletion = context.client(Caller).call(service, 'DeleteConnection', { ConnectionArn });
      await ignoring(deletion, 'ResourceNotFoundException');
    },
  });
}

/** Stands in for a client of the SDK: it acts as the stack's role. */
class Caller {
  constructor(private readonly configuration: ClientConfiguration) {}

  call<Output>(service: string, operation: string, input: object): Promise<Output> {
    return callJson<Output>(this.configuration, service, operation, input);
  }
}
