import type { EC2Client, Subnet } from '@aws-sdk/client-ec2';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toBoolean } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { updateEc2Tags, tagSpecification } from './tags';

interface SubnetProperties {
  readonly VpcId: string;
  readonly AvailabilityZone?: string;
  readonly CidrBlock?: string;
  readonly MapPublicIpOnLaunch?: boolean;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html */
export const subnet = provider<SubnetProperties>({
  properties: {
    VpcId: 'replace',
    AvailabilityZone: 'replace',
    CidrBlock: 'replace',
    MapPublicIpOnLaunch: 'update',
    Tags: 'update',
  },
  attributes: ['AvailabilityZone', 'CidrBlock', 'SubnetId', 'VpcId'],
  tags: 'list',

  async create(properties, context) {
    const { EC2Client, CreateSubnetCommand } = await import('@aws-sdk/client-ec2');
    const client = context.client(EC2Client);
    const { VpcId, AvailabilityZone, CidrBlock, Tags } = properties;
    const TagSpecifications = tagSpecification('subnet', Tags);
    const command = new CreateSubnetCommand({ VpcId, AvailabilityZone, CidrBlock, TagSpecifications });
    const { Subnet } = await client.send(command);
    const id = Subnet?.SubnetId ?? '';
    context.made(id);
    if (toBoolean(properties.MapPublicIpOnLaunch)) await mapPublicIp(client, id, true);
    return { physicalId: id, attributes: attributesOf(Subnet ?? {}) };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { EC2Client } = await import('@aws-sdk/client-ec2');
    const maps = toBoolean(after.MapPublicIpOnLaunch) ?? false;
    if (maps !== (toBoolean(before.MapPublicIpOnLaunch) ?? false)) {
      await mapPublicIp(context.client(EC2Client), physicalId, maps);
    }
    await updateEc2Tags(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId: SubnetId }, context) {
    const { EC2Client, DeleteSubnetCommand } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteSubnetCommand({ SubnetId }));
    await ignoring(deletion, 'InvalidSubnetID.NotFound');
  },
});

const attributesOf = ({ AvailabilityZone = '', CidrBlock = '', SubnetId = '', VpcId = '' }: Subnet) => ({
  AvailabilityZone,
  CidrBlock,
  SubnetId,
  VpcId,
});

async function mapPublicIp(client: EC2Client, SubnetId: string, Value: boolean): Promise<void> {
  const { ModifySubnetAttributeCommand } = await import('@aws-sdk/client-ec2');
  await client.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value } }));
}
