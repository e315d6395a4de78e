import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { updateEc2Tags, tagSpecification } from './tags';

interface InternetGatewayProperties {
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html */
export const internetGateway = provider<InternetGatewayProperties>({
  properties: { Tags: 'update' },
  attributes: ['InternetGatewayId'],
  tags: 'list',

  async create({ Tags }, context) {
    const { EC2Client, CreateInternetGatewayCommand } = await import('@aws-sdk/client-ec2');
    const TagSpecifications = tagSpecification('internet-gateway', Tags);
    const command = new CreateInternetGatewayCommand({ TagSpecifications });
    const { InternetGateway } = await context.client(EC2Client).send(command);
    const id = InternetGateway?.InternetGatewayId ?? '';
    return { physicalId: id, attributes: { InternetGatewayId: id } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await updateEc2Tags(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId: InternetGatewayId }, context) {
    const { EC2Client, DeleteInternetGatewayCommand } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
    await ignoring(deletion, 'InvalidInternetGatewayID.NotFound');
  },
});

interface AttachmentProperties {
  readonly VpcId: string;
  readonly InternetGatewayId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html */
export const vpcGatewayAttachment = provider<AttachmentProperties>({
  properties: { VpcId: 'replace', InternetGatewayId: 'replace' },
  attributes: ['AttachmentType'],

  async create({ VpcId, InternetGatewayId }, context) {
    const { EC2Client, AttachInternetGatewayCommand } = await import('@aws-sdk/client-ec2');
    await context.client(EC2Client).send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
    return { physicalId: `IGW|${VpcId}`, attributes: { AttachmentType: 'IGW' } };
  },

  async delete({ properties: { VpcId, InternetGatewayId } }, context) {
    const { EC2Client, DetachInternetGatewayCommand } = await import('@aws-sdk/client-ec2');
    const command = new DetachInternetGatewayCommand({ VpcId, InternetGatewayId });
    const detachment = context.client(EC2Client).send(command);
    await ignoring(detachment, 'Gateway.NotAttached', 'InvalidInternetGatewayID.NotFound');
  },
});
