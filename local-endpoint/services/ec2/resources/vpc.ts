import type { EC2Client, Tenancy } from '@aws-sdk/client-ec2';
import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toBoolean } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { updateEc2Tags, tagSpecification } from './tags';

interface VpcProperties {
  readonly CidrBlock?: string;
  readonly EnableDnsHostnames?: boolean;
  readonly EnableDnsSupport?: boolean;
  readonly InstanceTenancy?: Tenancy;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html */
export const vpc = provider<VpcProperties>({
  properties: {
    CidrBlock: 'replace',
    EnableDnsHostnames: 'update',
    EnableDnsSupport: 'update',
    InstanceTenancy: 'replace',
    Tags: 'update',
  },
  attributes: ['CidrBlock', 'CidrBlockAssociations', 'DefaultNetworkAcl', 'DefaultSecurityGroup', 'VpcId'],
  tags: 'list',

  async create(properties, context) {
    const { EC2Client, CreateVpcCommand } = await import('@aws-sdk/client-ec2');
    const client = context.client(EC2Client);
    const { CidrBlock, InstanceTenancy, Tags } = properties;
    const command = new CreateVpcCommand({
      CidrBlock,
      InstanceTenancy,
      TagSpecifications: tagSpecification('vpc', Tags),
    });
    const { Vpc } = await client.send(command);
    const id = Vpc?.VpcId ?? '';
    context.made(id);
    await applyDns(client, id, {}, properties);
    const associations = (Vpc?.CidrBlockAssociationSet ?? []).map(({ AssociationId }) => AssociationId ?? '');
    return {
      physicalId: id,
      attributes: {
        VpcId: id,
        CidrBlock: Vpc?.CidrBlock ?? '',
        CidrBlockAssociations: associations,
        ...(await defaultsOf(client, id)),
      },
    };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { EC2Client } = await import('@aws-sdk/client-ec2');
    await applyDns(context.client(EC2Client), physicalId, before, after);
    await updateEc2Tags(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId: VpcId }, context) {
    const { EC2Client, DeleteVpcCommand } = await import('@aws-sdk/client-ec2');
    await ignoring(context.client(EC2Client).send(new DeleteVpcCommand({ VpcId })), 'InvalidVpcID.NotFound');
  },
});

/** One attribute a call, support before host names. */
async function applyDns(
  client: EC2Client,
  VpcId: string,
  before: VpcProperties,
  after: VpcProperties,
): Promise<void> {
  const { ModifyVpcAttributeCommand } = await import('@aws-sdk/client-ec2');
  const support = toBoolean(after.EnableDnsSupport) ?? true;
  if (support !== (toBoolean(before.EnableDnsSupport) ?? true)) {
    await client.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: support } }));
  }
  const hostnames = toBoolean(after.EnableDnsHostnames) ?? false;
  if (hostnames !== (toBoolean(before.EnableDnsHostnames) ?? false)) {
    await client.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: hostnames } }));
  }
}

async function defaultsOf(client: EC2Client, vpcId: string): Promise<JsonObject> {
  const { DescribeSecurityGroupsCommand, DescribeNetworkAclsCommand } = await import('@aws-sdk/client-ec2');
  const vpc = { Name: 'vpc-id', Values: [vpcId] };
  const [{ SecurityGroups }, { NetworkAcls }] = await Promise.all([
    client.send(
      new DescribeSecurityGroupsCommand({ Filters: [vpc, { Name: 'group-name', Values: ['default'] }] }),
    ),
    client.send(new DescribeNetworkAclsCommand({ Filters: [vpc, { Name: 'default', Values: ['true'] }] })),
  ]);
  return {
    DefaultSecurityGroup: SecurityGroups?.[0]?.GroupId ?? '',
    DefaultNetworkAcl: NetworkAcls?.[0]?.NetworkAclId ?? '',
  };
}
