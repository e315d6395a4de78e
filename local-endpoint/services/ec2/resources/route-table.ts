import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { updateEc2Tags, tagSpecification } from './tags';

interface RouteTableProperties {
  readonly VpcId: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html */
export const routeTable = provider<RouteTableProperties>({
  properties: { VpcId: 'replace', Tags: 'update' },
  attributes: ['RouteTableId'],
  tags: 'list',

  async create({ VpcId, Tags }, context) {
    const { EC2Client, CreateRouteTableCommand } = await import('@aws-sdk/client-ec2');
    const TagSpecifications = tagSpecification('route-table', Tags);
    const command = new CreateRouteTableCommand({ VpcId, TagSpecifications });
    const { RouteTable } = await context.client(EC2Client).send(command);
    const id = RouteTable?.RouteTableId ?? '';
    return { physicalId: id, attributes: { RouteTableId: id } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await updateEc2Tags(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId: RouteTableId }, context) {
    const { EC2Client, DeleteRouteTableCommand } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteRouteTableCommand({ RouteTableId }));
    await ignoring(deletion, 'InvalidRouteTableID.NotFound');
  },
});

interface AssociationProperties {
  readonly RouteTableId: string;
  readonly SubnetId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html */
export const subnetRouteTableAssociation = provider<AssociationProperties>({
  properties: { RouteTableId: 'replace', SubnetId: 'replace' },
  attributes: ['Id'],

  async create({ RouteTableId, SubnetId }, context) {
    const { EC2Client, AssociateRouteTableCommand } = await import('@aws-sdk/client-ec2');
    const command = new AssociateRouteTableCommand({ RouteTableId, SubnetId });
    const { AssociationId = '' } = await context.client(EC2Client).send(command);
    return { physicalId: AssociationId, attributes: { Id: AssociationId } };
  },

  async delete({ physicalId: AssociationId }, context) {
    const { EC2Client, DisassociateRouteTableCommand } = await import('@aws-sdk/client-ec2');
    const removal = context.client(EC2Client).send(new DisassociateRouteTableCommand({ AssociationId }));
    await ignoring(removal, 'InvalidAssociationID.NotFound');
  },
});
