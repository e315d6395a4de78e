import { Fn, Tags, Validations } from 'aws-cdk-lib';
import {
  CfnFlowLog,
  CfnInternetGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, type IDependable } from 'constructs';
import { accessLogBucketName, type PipelineIdentity, pipelineName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import { networkLogs } from '../foundation/access-log-bucket';
import { Arns } from '../pipeline/arns';
import type { ExistingNetwork } from './config/model';

export interface ServiceNetworkProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  /** Subnets to use. @default - a new VPC of two zones */
  readonly existing?: ExistingNetwork;
  /** Whether what starts in the subnets of a new VPC gets a public address without asking. @default false */
  readonly publicAddresses?: boolean;
}

/**
 * Where the load balancer and its targets (tasks, instances) live: the subnets that the config names, or a VPC of two
 * public subnets.
 *
 * The new VPC has no NAT gateway: targets have a public address for their way out, at a tenth of the price, and a
 * security group that lets in nobody but the load balancer. Whoever wants private targets names existing subnets.
 */
export class ServiceNetwork extends Construct {
  readonly vpc: string;
  readonly loadBalancerSubnets: string[];
  readonly targetSubnets: string[];
  /** Whether targets need a public address to reach what is outside, such as ECR and CloudWatch Logs. */
  readonly assignPublicIp: boolean;
  /** What must be there before anything can be reached from the Internet, or reach it. */
  readonly wayOut: IDependable[];

  constructor(scope: Construct, id: string, props: ServiceNetworkProps) {
    super(scope, id);
    const { identity, environment, existing, publicAddresses } = props;
    if (existing) {
      this.vpc = existing.vpc;
      this.loadBalancerSubnets = [...existing.publicSubnets];
      this.targetSubnets = [...existing.privateSubnets];
      this.assignPublicIp = existing.privateSubnets.some((subnet) => existing.publicSubnets.includes(subnet));
      this.wayOut = [];
      return;
    }
    const vpc = this.createVpc(identity, environment);
    const { table, route } = this.createWayOut(vpc);
    const associations = [0, 1].map((zone) => this.createSubnet(vpc, table, zone, publicAddresses));
    Tags.of(this).add('Name', pipelineName(identity));

    this.vpc = vpc.ref;
    this.loadBalancerSubnets = associations.map((association) => association.subnetId);
    this.targetSubnets = this.loadBalancerSubnets;
    this.assignPublicIp = true;
    this.wayOut = [route, ...associations];
  }

  private createVpc(identity: PipelineIdentity, environment: Environment): CfnVPC {
    const vpc = new CfnVPC(this, 'Vpc', {
      cidrBlock: '10.0.0.0/24',
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    if (environment.hardened) {
      this.logTraffic(vpc, identity, environment);
      return vpc;
    }
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason:
        'One service behind one load balancer: its logs have the requests; flow logs are what a hardened environment pays for.',
    });
    return vpc;
  }

  /** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html */
  private logTraffic(vpc: CfnVPC, identity: PipelineIdentity, environment: Environment): void {
    const { name, account, region } = environment;
    const bucket = accessLogBucketName(identity.prefix, name, account, region);
    new CfnFlowLog(this, 'FlowLog', {
      resourceId: vpc.ref,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 's3',
      logDestination: Arns.of(environment).object(bucket, networkLogs(pipelineName(identity))),
    });
  }

  private createWayOut(vpc: CfnVPC): { table: CfnRouteTable; route: CfnRoute } {
    const gateway = new CfnInternetGateway(this, 'InternetGateway');
    const attachment = new CfnVPCGatewayAttachment(this, 'GatewayAttachment', {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const table = new CfnRouteTable(this, 'RouteTable', { vpcId: vpc.ref });
    const route = new CfnRoute(this, 'DefaultRoute', {
      routeTableId: table.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    });
    route.addResourceDependency(attachment);
    return { table, route };
  }

  private createSubnet(
    vpc: CfnVPC,
    table: CfnRouteTable,
    zone: number,
    mapPublicIpOnLaunch?: boolean,
  ): CfnSubnetRouteTableAssociation {
    const subnet = new CfnSubnet(this, `Subnet${zone + 1}`, {
      vpcId: vpc.ref,
      cidrBlock: `10.0.0.${zone * 128}/25`,
      // Not Vpc's own choice of zones: in a stack of known region that is a look-up in the account at synth.
      availabilityZone: Fn.select(zone, Fn.getAzs()),
      mapPublicIpOnLaunch,
    });
    return new CfnSubnetRouteTableAssociation(this, `Subnet${zone + 1}RouteTable`, {
      subnetId: subnet.ref,
      routeTableId: table.ref,
    });
  }
}
