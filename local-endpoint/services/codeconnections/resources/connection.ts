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
      const client = context.client(JsonClient);
      const input = { ...properties, Tags: listTags(Tags) };
      const { ConnectionArn } = await client.call<CreateConnectionOutput>(service, 'CreateConnection', input);
      context.made(ConnectionArn);
      const { Connection } = await client.call<GetConnectionOutput>(service, 'GetConnection', {
        ConnectionArn,
      });
      const { ConnectionStatus, OwnerAccountId } = Connection;
      return { physicalId: ConnectionArn, attributes: { ConnectionArn, ConnectionStatus, OwnerAccountId } };
    },

    async update({ physicalId, properties: before, attributes }, after, context) {
      const client = context.client(JsonClient);
      const ResourceArn = physicalId;
      const { removed, set } = tagChanges(before.Tags, after.Tags);
      if (removed.length > 0) await client.call(service, 'UntagResource', { ResourceArn, TagKeys: removed });
      if (set.length > 0) await client.call(service, 'TagResource', { ResourceArn, Tags: listTags(set) });
      return { physicalId, attributes };
    },

    async delete({ physicalId: ConnectionArn }, context) {
      const deletion = context.client(JsonClient).call(service, 'DeleteConnection', { ConnectionArn });
      await ignoring(deletion, 'ResourceNotFoundException');
    },
  });
}

/** Takes the place of a client of the SDK in `context.client`, and so calls as the stack's role. */
class JsonClient {
  constructor(private readonly configuration: ClientConfiguration) {}

  call<Output>(service: string, operation: string, input: object): Promise<Output> {
    return callJson<Output>(this.configuration, service, operation, input);
  }
}
