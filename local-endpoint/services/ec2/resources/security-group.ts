import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { applyRules, DEFAULT_EGRESS, type EgressRule, type IngressRule } from './ip-permissions';
import { updateEc2Tags, tagSpecification } from './tags';

interface SecurityGroupProperties {
  readonly GroupDescription: string;
  readonly GroupName?: string;
  readonly VpcId?: string;
  readonly SecurityGroupIngress?: readonly IngressRule[];
  readonly SecurityGroupEgress?: readonly EgressRule[];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html */
export const securityGroup = provider<SecurityGroupProperties>({
  properties: {
    GroupDescription: 'replace',
    GroupName: 'replace',
    VpcId: 'replace',
    SecurityGroupIngress: 'update',
    SecurityGroupEgress: 'update',
    Tags: 'update',
  },
  attributes: ['GroupId', 'Id', 'VpcId'],
  name: 'GroupName',
  tags: 'list',

  async create(properties, context) {
    const { EC2Client, CreateSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    const client = context.client(EC2Client);
    const { GroupDescription, VpcId, Tags, SecurityGroupIngress = [] } = properties;
    const command = new CreateSecurityGroupCommand({
      GroupName: properties.GroupName ?? context.generatedName(255),
      Description: GroupDescription,
      VpcId,
      TagSpecifications: tagSpecification('security-group', Tags),
    });
    const { GroupId = '' } = await client.send(command);
    context.made(GroupId);
    await applyRules(client, GroupId, 'ingress', [], SecurityGroupIngress);
    await applyRules(client, GroupId, 'egress', [DEFAULT_EGRESS], egressOf(properties));
    return { physicalId: GroupId, attributes: { GroupId, Id: GroupId, VpcId: VpcId ?? '' } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { EC2Client } = await import('@aws-sdk/client-ec2');
    const client = context.client(EC2Client);
    const had = before.SecurityGroupIngress ?? [];
    await applyRules(client, physicalId, 'ingress', had, after.SecurityGroupIngress ?? []);
    await applyRules(client, physicalId, 'egress', egressOf(before), egressOf(after));
    await updateEc2Tags(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId: GroupId }, context) {
    const { EC2Client, DeleteSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteSecurityGroupCommand({ GroupId }));
    await ignoring(deletion, 'InvalidGroup.NotFound');
  },
});

const egressOf = ({ SecurityGroupEgress }: SecurityGroupProperties): readonly EgressRule[] =>
  SecurityGroupEgress ?? [DEFAULT_EGRESS];
