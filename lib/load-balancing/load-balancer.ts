import { Validations } from 'aws-cdk-lib';
import {
  CfnListener,
  CfnLoadBalancer,
  CfnTargetGroup,
  type CfnTargetGroupProps,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { accessLogBucketName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import { loadBalancerLogs } from '../foundation/access-log-bucket';
import { loadBalancerName } from './config/names';
import type { ServiceNetwork } from './network';
import { isEverywhere, ServiceSecurityGroups, type TargetSecurity } from './security-groups';
import type { LoadBalancedService, TestedService } from './config/model';

export interface ServiceLoadBalancerProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  readonly service: LoadBalancedService;
  readonly network: ServiceNetwork;
  /** The target groups in which the service's targets are, or come to be. */
  readonly targetGroups: readonly { readonly id: string; readonly name: string }[];
  readonly listeners: readonly ServiceListener[];
  /** What the targets are. */
  readonly targets: Targets;
}

/** What is registered in target groups. */
export interface Targets {
  readonly security: TargetSecurity;
  /** What of them is the same in every target group of the service. */
  readonly targetGroup: Pick<CfnTargetGroupProps, 'targetType' | 'port' | 'targetGroupAttributes'>;
}

/**
 * Tasks of ECS. The port is only a default that ECS overrides for every target, and it stays the same so that nothing
 * replaces the target group.
 */
export const TASKS: Targets = {
  security: { id: 'Tasks' },
  targetGroup: { targetType: 'ip', port: 80 },
};

/** A port that the load balancer listens on. */
export interface ServiceListener {
  readonly id: string;
  readonly port: number;
  /** CIDR blocks that may reach it. @default - those that the service lets in */
  readonly allowFrom?: readonly string[];
  /** The parameter that holds the listener's ARN for the pipeline. @default - the pipeline does not change the listener */
  readonly parameter?: string;
  /** What it does with a request that no rule matches. @default - it forwards it to the first target group */
  readonly otherwise?: CfnListener.ActionProperty;
}

/** A target group of the service, with what it is called. */
export interface ServiceTargetGroup {
  readonly id: string;
  readonly name: string;
  readonly resource: CfnTargetGroup;
}

/** An Application Load Balancer with the service's listeners and target groups. */
export class ServiceLoadBalancer extends Construct {
  readonly resource: CfnLoadBalancer;
  readonly targetGroups: readonly ServiceTargetGroup[];
  readonly listeners: readonly CfnListener[];
  readonly securityGroups: ServiceSecurityGroups;
  private readonly props: ServiceLoadBalancerProps;

  constructor(scope: Construct, id: string, props: ServiceLoadBalancerProps) {
    super(scope, id);
    this.props = props;
    const { identity, network, service } = props;
    this.securityGroups = new ServiceSecurityGroups(this, 'SecurityGroups', {
      identity,
      vpc: network.vpc,
      listeners: props.listeners.map(({ port, allowFrom = service.allowFrom }) => ({ port, allowFrom })),
      targets: props.targets.security,
    });
    this.resource = this.createLoadBalancer();
    this.targetGroups = props.targetGroups.map((targetGroup) => ({
      ...targetGroup,
      resource: this.createTargetGroup(targetGroup),
    }));
    this.listeners = props.listeners.map((listener) => this.createListener(listener));
  }

  /** ARN of the target group that the service begins in, and every listener that forwards. */
  get firstTargetGroup(): string {
    const [first] = this.targetGroups;
    if (!first) throw new Error(`${this.node.path}: targetGroups must name at least one, got: none`);
    return first.resource.ref;
  }

  private createLoadBalancer(): CfnLoadBalancer {
    const { identity, environment, network } = this.props;
    const loadBalancer = new CfnLoadBalancer(this, 'Resource', {
      name: loadBalancerName(identity),
      type: 'application',
      scheme: 'internet-facing',
      subnets: network.loadBalancerSubnets,
      securityGroups: [this.securityGroups.loadBalancer],
      loadBalancerAttributes: [
        { key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' },
        ...(environment.hardened ? hardened(identity, environment) : []),
      ],
    });
    loadBalancer.node.addDependency(...network.wayOut);
    if (environment.hardened) return loadBalancer;
    Validations.of(loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason: 'Access logs need a bucket with a policy of its own, which a hardened environment has.',
    });
    return loadBalancer;
  }

  private createTargetGroup({ id, name }: ServiceLoadBalancerProps['targetGroups'][number]): CfnTargetGroup {
    const { network, service, targets } = this.props;
    return new CfnTargetGroup(this, id, {
      name,
      ...targets.targetGroup,
      protocol: 'HTTP',
      vpcId: network.vpc,
      healthCheckPath: service.healthCheckPath,
      healthCheckIntervalSeconds: 10,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    });
  }

  private createListener({ id, port, parameter, otherwise }: ServiceListener): CfnListener {
    const { certificate } = this.props.service;
    const resource = new CfnListener(this, id, {
      loadBalancerArn: this.resource.ref,
      port,
      ...(certificate
        ? {
            protocol: 'HTTPS',
            certificates: [{ certificateArn: certificate }],
            sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          }
        : { protocol: 'HTTP' }),
      defaultActions: [otherwise ?? { type: 'forward', targetGroupArn: this.firstTargetGroup }],
    });
    if (!certificate)
      Validations.of(resource).acknowledge(
        ...['CKV_AWS_2', 'CKV_AWS_103'].map((id) => ({
          id,
          reason:
            'The config names no certificate, which validate warns of where the environment retains its data',
        })),
      );
    // After a release it may be another that the listener uses: a target group in use cannot be deleted before its listener.
    for (const other of this.targetGroups.slice(1)) resource.addResourceDependency(other.resource);
    if (parameter)
      new CfnParameter(this, `${id}Parameter`, { name: parameter, type: 'String', value: resource.ref });
    return resource;
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes */
function hardened(
  identity: PipelineIdentity,
  { name, account, region }: Environment,
): CfnLoadBalancer.LoadBalancerAttributeProperty[] {
  const attributes = {
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': accessLogBucketName(identity.prefix, name, account, region),
    'access_logs.s3.prefix': loadBalancerLogs(loadBalancerName(identity)),
    'deletion_protection.enabled': 'true',
  };
  return Object.entries(attributes).map(([key, value]) => ({ key, value }));
}

/**
 * The test listener, on which unreleased code answers: nobody on the Internet as a whole gets to it who is not named for
 * it.
 */
export const testListener = ({
  allowFrom,
  testPort,
  testAllowFrom = allowFrom.filter((cidr) => !isEverywhere(cidr)),
}: Pick<LoadBalancedService, 'allowFrom'> & TestedService): ServiceListener => ({
  id: 'Test',
  port: testPort,
  allowFrom: testAllowFrom,
});

/** The port of the traffic that is served: 443 where there is a certificate, otherwise 80. */
export const productionPort = ({ certificate }: Pick<LoadBalancedService, 'certificate'>): number =>
  certificate ? 443 : 80;
