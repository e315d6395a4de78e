import { Validations } from 'aws-cdk-lib';
import { CfnListener, CfnLoadBalancer, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { listenerParameterName, type PipelineIdentity } from '../../../handlers/contract/names';
import type { OwnedEcsService } from '../../spec/model';
import { loadBalancerName, type TargetGroupColor, targetGroupName } from '../ecs-service-names';
import type { ServiceNetwork } from './network';
import { ServiceSecurityGroups } from './security-groups';

export interface ServiceLoadBalancerProps {
  readonly identity: PipelineIdentity;
  readonly service: OwnedEcsService;
  readonly network: ServiceNetwork;
}

/**
 * An Application Load Balancer with a production and a test listener and the two target groups CodeDeploy changes
 * between. Both listeners begin at blue; from then on their default actions are CodeDeploy's.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html
 */
export class ServiceLoadBalancer extends Construct {
  readonly resource: CfnLoadBalancer;
  readonly targetGroups: Readonly<Record<TargetGroupColor, CfnTargetGroup>>;
  readonly listeners: readonly CfnListener[];
  readonly securityGroups: ServiceSecurityGroups;
  private readonly props: ServiceLoadBalancerProps;

  constructor(scope: Construct, id: string, props: ServiceLoadBalancerProps) {
    super(scope, id);
    this.props = props;
    const { identity, network, service } = props;
    const production = productionPort(service);
    this.securityGroups = new ServiceSecurityGroups(this, 'SecurityGroups', {
      identity,
      vpc: network.vpc,
      allowFrom: service.allowFrom,
      ports: [production, service.testPort],
    });
    this.resource = this.createLoadBalancer();
    this.targetGroups = { blue: this.createTargetGroup('blue'), green: this.createTargetGroup('green') };
    this.listeners = [
      this.createListener('production', production),
      this.createListener('test', service.testPort),
    ];
  }

  private createLoadBalancer(): CfnLoadBalancer {
    const { identity, network } = this.props;
    const loadBalancer = new CfnLoadBalancer(this, 'Resource', {
      name: loadBalancerName(identity),
      type: 'application',
      scheme: 'internet-facing',
      subnets: network.loadBalancerSubnets,
      securityGroups: [this.securityGroups.loadBalancer],
      loadBalancerAttributes: [{ key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' }],
    });
    loadBalancer.node.addDependency(...network.wayOut);
    Validations.of(loadBalancer).acknowledge({
      id: 'AwsSolutions-ELB2',
      reason:
        'Access logs need a bucket per region with a policy of its own; the account owner turns them on.',
    });
    return loadBalancer;
  }

  /** Its port is only a default that ECS overrides for every target, and it stays the same so that nothing replaces the group. */
  private createTargetGroup(color: TargetGroupColor): CfnTargetGroup {
    const { identity, network, service } = this.props;
    return new CfnTargetGroup(this, color === 'blue' ? 'Blue' : 'Green', {
      name: targetGroupName(identity, color),
      targetType: 'ip',
      protocol: 'HTTP',
      port: 80,
      vpcId: network.vpc,
      healthCheckPath: service.healthCheckPath,
      healthCheckIntervalSeconds: 10,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    });
  }

  private createListener(listener: 'production' | 'test', port: number): CfnListener {
    const { certificate } = this.props.service;
    const resource = new CfnListener(this, listener === 'production' ? 'Production' : 'Test', {
      loadBalancerArn: this.resource.ref,
      port,
      ...(certificate
        ? {
            protocol: 'HTTPS',
            certificates: [{ certificateArn: certificate }],
            sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          }
        : { protocol: 'HTTP' }),
      defaultActions: [{ type: 'forward', targetGroupArn: this.targetGroups.blue.ref }],
    });
    // After a release it is green that the listener uses: a target group in use cannot be deleted before its listener.
    resource.addResourceDependency(this.targetGroups.green);
    new CfnParameter(this, listener === 'production' ? 'ProductionParameter' : 'TestParameter', {
      name: listenerParameterName(this.props.identity, listener),
      type: 'String',
      value: resource.ref,
    });
    return resource;
  }
}

/** 443 where there is a certificate, otherwise 80. */
const productionPort = (service: OwnedEcsService): number => (service.certificate ? 443 : 80);
