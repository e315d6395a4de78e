import type { CreateClusterCommandInput } from '@aws-sdk/client-ecs';
import { plain, type JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { lowerTags, type Tag } from '../../../kit/resources/tags';
import { updateEcsTags } from './tags';

interface ClusterProperties extends ClusterSettings {
  readonly ClusterName?: string;
  readonly Tags?: readonly Tag[];
}

interface ClusterSettings {
  readonly ClusterSettings?: readonly JsonObject[];
  readonly Configuration?: JsonObject;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-cluster.html */
export const clusterResource = provider<ClusterProperties>({
  properties: { ClusterName: 'replace', ClusterSettings: 'update', Configuration: 'update', Tags: 'update' },
  attributes: ['Arn'],
  name: 'ClusterName',
  tags: 'list',

  async create(properties, context) {
    const { ECSClient, CreateClusterCommand } = await import('@aws-sdk/client-ecs');
    const clusterName = properties.ClusterName ?? context.generatedName(255);
    const tags = lowerTags(properties.Tags);
    const command = new CreateClusterCommand({ clusterName, ...settingsOf(properties), tags });
    const { cluster } = await context.client(ECSClient).send(command);
    return { physicalId: clusterName, attributes: { Arn: cluster?.clusterArn ?? '' } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { ECSClient, UpdateClusterCommand } = await import('@aws-sdk/client-ecs');
    const command = new UpdateClusterCommand({ cluster: physicalId, ...settingsOf(after) });
    await context.client(ECSClient).send(command);
    await updateEcsTags(context, plain(attributes.Arn), before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId }, context) {
    const { ECSClient, DeleteClusterCommand } = await import('@aws-sdk/client-ecs');
    const deletion = context.client(ECSClient).send(new DeleteClusterCommand({ cluster: physicalId }));
    await ignoring(deletion, 'ClusterNotFoundException');
  },
});

type Settings = Pick<CreateClusterCommandInput, 'settings' | 'configuration'>;

const settingsOf = ({ ClusterSettings, Configuration }: ClusterSettings): Settings => ({
  settings: ClusterSettings?.map((setting) => camelCase(setting)),
  configuration: Configuration && camelCase(Configuration),
});
