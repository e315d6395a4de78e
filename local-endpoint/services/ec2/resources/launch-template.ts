import type { EC2Client, RequestLaunchTemplateData, ResourceType } from '@aws-sdk/client-ec2';
import { ignoring } from '../../../kit/resources/errors';
import { isSame } from '../../../kit/resources/json';
import { type Made, provider } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';
import { updateEc2Tags } from './tags';

interface LaunchTemplateProperties {
  readonly LaunchTemplateName?: string;
  readonly LaunchTemplateData: RequestLaunchTemplateData;
  readonly VersionDescription?: string;
  readonly TagSpecifications?: readonly { readonly ResourceType?: string; readonly Tags?: readonly Tag[] }[];
}

/**
 * A change of data or description makes a new version; the default one stays the first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html
 */
export const launchTemplate = provider<LaunchTemplateProperties>({
  properties: {
    LaunchTemplateName: 'replace',
    LaunchTemplateData: 'update',
    VersionDescription: 'update',
    TagSpecifications: 'update',
  },
  attributes: ['DefaultVersionNumber', 'LatestVersionNumber', 'LaunchTemplateId'],
  name: 'LaunchTemplateName',

  async create(properties, context) {
    const { CreateLaunchTemplateCommand, EC2Client } = await import('@aws-sdk/client-ec2');
    const client = context.client(EC2Client);
    const { LaunchTemplate } = await client.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: properties.LaunchTemplateName ?? context.generatedName(128),
        LaunchTemplateData: properties.LaunchTemplateData,
        VersionDescription: properties.VersionDescription,
        TagSpecifications: properties.TagSpecifications?.map(({ ResourceType, Tags }) => ({
          ResourceType: ResourceType as ResourceType,
          Tags: listTags(Tags),
        })),
      }),
    );
    const id = LaunchTemplate?.LaunchTemplateId ?? '';
    context.made(id);
    return made(client, id);
  },

  async update({ physicalId: LaunchTemplateId, properties: before }, after, context) {
    const { CreateLaunchTemplateVersionCommand, EC2Client } = await import('@aws-sdk/client-ec2');
    const client = context.client(EC2Client);
    const { LaunchTemplateData, VersionDescription } = after;
    const same =
      isSame(before.LaunchTemplateData, LaunchTemplateData) &&
      before.VersionDescription === VersionDescription;
    if (!same)
      await client.send(
        new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData, VersionDescription }),
      );
    await updateEc2Tags(context, LaunchTemplateId, ownTags(before), ownTags(after));
    return made(client, LaunchTemplateId);
  },

  async delete({ physicalId: LaunchTemplateId }, context) {
    const { DeleteLaunchTemplateCommand, EC2Client } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
    await ignoring(deletion, 'InvalidLaunchTemplateId.NotFound');
  },
});

const ownTags = ({ TagSpecifications = [] }: LaunchTemplateProperties): Tag[] =>
  TagSpecifications.flatMap(({ Tags = [] }) => Tags);

async function made(client: EC2Client, id: string): Promise<Made> {
  const { DescribeLaunchTemplatesCommand } = await import('@aws-sdk/client-ec2');
  const command = new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] });
  const [template] = (await client.send(command)).LaunchTemplates ?? [];
  return {
    physicalId: id,
    attributes: {
      LaunchTemplateId: id,
      DefaultVersionNumber: String(template?.DefaultVersionNumber ?? ''),
      LatestVersionNumber: String(template?.LatestVersionNumber ?? ''),
    },
  };
}
