import type { ResourceProvider } from '../../../kit/resources/provider';
import { elasticIp } from './elastic-ip';
import { flowLog } from './flow-log';
import { internetGateway, vpcGatewayAttachment } from './internet-gateway';
import { launchTemplate } from './launch-template';
import { natGateway } from './nat-gateway';
import { route } from './route';
import { routeTable, subnetRouteTableAssociation } from './route-table';
import { securityGroup } from './security-group';
import { securityGroupEgress, securityGroupIngress } from './security-group-rule';
import { subnet } from './subnet';
import { vpc } from './vpc';

/** The CloudFormation resource types of EC2. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::EC2::EIP': elasticIp,
  'AWS::EC2::FlowLog': flowLog,
  'AWS::EC2::InternetGateway': internetGateway,
  'AWS::EC2::LaunchTemplate': launchTemplate,
  'AWS::EC2::NatGateway': natGateway,
  'AWS::EC2::Route': route,
  'AWS::EC2::RouteTable': routeTable,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::EC2::SecurityGroupEgress': securityGroupEgress,
  'AWS::EC2::SecurityGroupIngress': securityGroupIngress,
  'AWS::EC2::Subnet': subnet,
  'AWS::EC2::SubnetRouteTableAssociation': subnetRouteTableAssociation,
  'AWS::EC2::VPC': vpc,
  'AWS::EC2::VPCGatewayAttachment': vpcGatewayAttachment,
};
