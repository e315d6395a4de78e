import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';

interface RouteProperties extends Destination, Targets {
  readonly RouteTableId: string;
}

interface Destination {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
}

interface Targets {
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly InstanceId?: string;
  readonly NetworkInterfaceId?: string;
  readonly TransitGatewayId?: string;
  readonly VpcPeeringConnectionId?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html */
export const route = provider<RouteProperties>({
  properties: {
    RouteTableId: 'replace',
    DestinationCidrBlock: 'replace',
    DestinationIpv6CidrBlock: 'replace',
    GatewayId: 'update',
    NatGatewayId: 'update',
    InstanceId: 'update',
    NetworkInterfaceId: 'update',
    TransitGatewayId: 'update',
    VpcPeeringConnectionId: 'update',
  },
  attributes: ['CidrBlock'],

  async create(properties, context) {
    const { EC2Client, CreateRouteCommand } = await import('@aws-sdk/client-ec2');
    await context.client(EC2Client).send(new CreateRouteCommand(properties));
    const destination = properties.DestinationCidrBlock ?? properties.DestinationIpv6CidrBlock ?? '';
    return {
      physicalId: `${properties.RouteTableId}|${destination}`,
      attributes: { CidrBlock: destination },
    };
  },

  async update({ physicalId, attributes }, properties, context) {
    const { EC2Client, ReplaceRouteCommand } = await import('@aws-sdk/client-ec2');
    await context.client(EC2Client).send(new ReplaceRouteCommand(properties));
    return { physicalId, attributes };
  },

  async delete({ properties }, context) {
    const { EC2Client, DeleteRouteCommand } = await import('@aws-sdk/client-ec2');
    const { RouteTableId, DestinationCidrBlock, DestinationIpv6CidrBlock } = properties;
    const command = new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock, DestinationIpv6CidrBlock });
    await ignoring(
      context.client(EC2Client).send(command),
      'InvalidRoute.NotFound',
      'InvalidRouteTableID.NotFound',
    );
  },
});
