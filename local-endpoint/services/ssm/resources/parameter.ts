import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm';
import { tagChanges } from '../../../kit/resources/tags';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface ParameterProperties {
  readonly Name?: string;
  readonly Type: ParameterType;
  readonly Value: string;
  readonly Description?: string;
  readonly AllowedPattern?: string;
  readonly DataType?: string;
  readonly Tier?: ParameterTier;
  readonly Policies?: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
export const parameter = provider<ParameterProperties>({
  properties: {
    Name: 'replace',
    Type: 'update',
    Value: 'update',
    Description: 'update',
    AllowedPattern: 'update',
    DataType: 'replace',
    Tier: 'update',
    Policies: 'update',
    Tags: 'update',
  },
  attributes: ['Type', 'Value'],
  name: 'Name',
  tags: 'map',

  async create(properties, context) {
    const { SSMClient, PutParameterCommand } = await import('@aws-sdk/client-ssm');
    const { Tags, ...rest } = properties;
    const Name = properties.Name ?? `CFN-${context.generatedName(100)}`;
    const command = new PutParameterCommand({
      ...rest,
      Name,
      Value: String(rest.Value),
      Tags: tagList(Tags),
    });
    await context.client(SSMClient).send(command);
    return { physicalId: Name, attributes: attributesOf(properties) };
  },

  async update({ physicalId: Name, properties: before }, after, context) {
    const { SSMClient, PutParameterCommand, AddTagsToResourceCommand, RemoveTagsFromResourceCommand } =
      await import('@aws-sdk/client-ssm');
    const client = context.client(SSMClient);
    const { Tags, ...rest } = after;
    await client.send(new PutParameterCommand({ ...rest, Name, Value: String(rest.Value), Overwrite: true }));
    const { removed, set } = tagChanges(tagList(before.Tags), tagList(Tags));
    const resource = { ResourceType: 'Parameter', ResourceId: Name } as const;
    if (removed.length > 0)
      await client.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: removed }));
    if (set.length > 0) await client.send(new AddTagsToResourceCommand({ ...resource, Tags: set }));
    return { physicalId: Name, attributes: attributesOf(after) };
  },

  async delete({ physicalId }, context) {
    const { SSMClient, DeleteParameterCommand } = await import('@aws-sdk/client-ssm');
    const deletion = context.client(SSMClient).send(new DeleteParameterCommand({ Name: physicalId }));
    await ignoring(deletion, 'ParameterNotFound');
  },
});

const attributesOf = ({ Type, Value }: ParameterProperties): Record<string, string> => ({
  Type,
  Value: String(Value),
});

const tagList = (tags: Readonly<Record<string, string>> = {}): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
