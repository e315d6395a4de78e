import { Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnListener, CfnListenerRule } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import {
  type PipelineIdentity,
  pipelineName,
  trafficParameterName,
} from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import type { Environment } from '../../../config/model';
import { ServiceAlarms } from '../../../load-balancing/alarms';
import { productionPort, ServiceLoadBalancer, testListener } from '../../../load-balancing/load-balancer';
import { ServiceNetwork } from '../../../load-balancing/network';
import type { AsgBlueGreenPipeline, OwnedFleetService } from '../config/model';
import { targetGroupName } from '../config/names';
import { InstanceRole } from './instance-role';

export interface FleetServiceStackProps extends StackProps {
  /** The pipeline whose groups are behind the load balancer; its `service` must be one the factory owns. */
  readonly pipeline: AsgBlueGreenPipeline;
}

/** What a listener does with a request that its rule does not take: nothing comes here unless the rule is gone. */
const NOT_FOUND: CfnListener.ActionProperty = {
  type: 'fixed-response',
  fixedResponseConfig: { statusCode: '404', contentType: 'text/plain', messageBody: 'Not found' },
};

/**
 * What a fleet is behind: a load balancer whose two listeners have one rule each, two target groups that are the same but
 * for their names, alarms on both, the network, and the security group and role of instances. Made once; who serves is
 * what the weights of the production rule are, which releases change and no property here that a config changes is beside.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 * @throws Error where the pipeline's service is not an owned one
 */
export class FleetServiceStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline, ...props }: FleetServiceStackProps) {
    super(scope, id, {
      description: `What the fleet of pipeline ${pipelineName(identityOf(pipeline))} is behind`,
      ...props,
    });
    const { environment, service, instances, fleet } = pipeline;
    if (!service.owned)
      throw new Error(`${pipeline.name}: service must be one the factory owns, got: an existing one`);
    const identity = identityOf(pipeline);
    const network = new ServiceNetwork(this, 'Network', {
      identity,
      environment,
      existing: service.network,
      publicAddresses: true,
    });
    const loadBalancer = this.createLoadBalancer(identity, environment, service, network);
    new ServiceAlarms(this, 'Alarms', { loadBalancer });
    if (!instances.profile) new InstanceRole(this, 'InstanceRole', { identity });
    const [a, b] = loadBalancer.targetGroups.map(({ resource }) => resource.ref) as [string, string];
    const [production, test] = loadBalancer.listeners as [CfnListener, CfnListener];
    const values = {
      'listener-rule': routeAll(this, 'ProductionRule', production, [a, b]),
      'test-listener-rule': routeAll(this, 'TestRule', test, [b, a]),
      'target-group-a': a,
      'target-group-b': b,
      'security-group': loadBalancer.securityGroups.targets,
      'test-url': testUrl(loadBalancer, service),
    } as const;
    for (const [part, value] of Object.entries(values))
      new CfnParameter(this, parameterId(part), {
        name: trafficParameterName(identity, part as keyof typeof values),
        type: 'String',
        value,
      });
    if (!fleet.subnets && !service.network)
      new CfnParameter(this, parameterId('subnets'), {
        name: trafficParameterName(identity, 'subnets'),
        type: 'StringList',
        value: Fn.join(',', network.targetSubnets),
      });
  }

  private createLoadBalancer(
    identity: PipelineIdentity,
    environment: Environment,
    service: OwnedFleetService,
    network: ServiceNetwork,
  ): ServiceLoadBalancer {
    const { port, drain } = service;
    return new ServiceLoadBalancer(this, 'LoadBalancer', {
      identity,
      environment,
      service,
      network,
      targetGroups: [
        { id: 'A', name: targetGroupName(identity, 'a') },
        { id: 'B', name: targetGroupName(identity, 'b') },
      ],
      listeners: [
        { id: 'Production', port: productionPort(service), otherwise: NOT_FOUND },
        { ...testListener(service), otherwise: NOT_FOUND },
      ],
      targets: {
        security: { id: 'Instances', port },
        targetGroup: {
          targetType: 'instance',
          port,
          targetGroupAttributes: [
            { key: 'deregistration_delay.timeout_seconds', value: String(drain) },
            { key: 'stickiness.enabled', value: 'false' },
          ],
        },
      },
    });
  }
}

/** `target-group-a` becomes `TargetGroupAParameter`. */
const parameterId = (part: string): string =>
  `${part.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase())}Parameter`;

/** A rule that takes every request, and begins with all of the weight on the first target group. */
function routeAll(
  scope: Construct,
  id: string,
  listener: CfnListener,
  [first, second]: readonly [string, string],
): string {
  return new CfnListenerRule(scope, id, {
    listenerArn: listener.ref,
    priority: 1,
    conditions: [{ field: 'path-pattern', pathPatternConfig: { values: ['/*'] } }],
    actions: [
      {
        type: 'forward',
        forwardConfig: {
          targetGroups: [
            { targetGroupArn: first, weight: 100 },
            { targetGroupArn: second, weight: 0 },
          ],
        },
      },
    ],
  }).ref;
}

function testUrl({ resource }: ServiceLoadBalancer, { certificate, testPort }: OwnedFleetService): string {
  return `${certificate ? 'https' : 'http'}://${resource.attrDnsName}:${testPort}/`;
}
