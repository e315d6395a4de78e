import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ClientConfig } from './client-config';

/** A network with subnets in two zones. */
export interface FleetNetwork {
  readonly vpc: string;
  readonly subnets: readonly string[];
}

/** A load balancer whose one rule forwards to two target groups. ARNs. */
export interface FleetBalancer {
  readonly listener: string;
  readonly listenerRule: string;
  /** Adds a test listener whose rule forwards to the first target group. @returns ARN of the rule */
  testListenerRule(): Promise<string>;
  readonly targetGroups: readonly [string, string];
}

/** Seconds between health checks; two of them make a target healthy, or unhealthy. */
const CHECK_SECONDS = 10;

/** Seconds that a target drains. */
const DRAIN_SECONDS = 30;

export async function createNetwork(config: ClientConfig): Promise<FleetNetwork> {
  const ec2 = new EC2Client(config);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const subnets: string[] = [];
  for (const [at, zone] of ['a', 'c'].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: Vpc?.VpcId,
        CidrBlock: `10.9.${at * 16}.0/20`,
        AvailabilityZone: `${config.region}${zone}`,
      }),
    );
    subnets.push(Subnet?.SubnetId ?? '');
  }
  return { vpc: Vpc?.VpcId ?? '', subnets };
}

/** @param name at most 20 characters */
export async function createBalancer(
  config: ClientConfig,
  { vpc, subnets }: FleetNetwork,
  name: string,
): Promise<FleetBalancer> {
  const elb = new ElasticLoadBalancingV2Client(config);
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({ Name: name, Subnets: [...subnets] }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const [a, b] = [await targetGroup(elb, vpc, `${name}-a`), await targetGroup(elb, vpc, `${name}-b`)];
  const listen = async (Port: number, weights: readonly [number, number]) => {
    const { Listeners } = await elb.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn, Port, Protocol: 'HTTP' },
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      }),
    );
    const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
    const TargetGroups = [a, b].map((TargetGroupArn, at) => ({ TargetGroupArn, Weight: weights[at] }));
    const { Rules } = await elb.send(
      new CreateRuleCommand({
        ...{ ListenerArn, Priority: 1 },
        Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
        Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
      }),
    );
    return { listener: ListenerArn, rule: Rules?.[0]?.RuleArn ?? '' };
  };
  const production = await listen(80, [100, 0]);
  return {
    listener: production.listener,
    listenerRule: production.rule,
    testListenerRule: async () => (await listen(8081, [100, 0])).rule,
    targetGroups: [a, b],
  };
}

async function targetGroup(elb: ElasticLoadBalancingV2Client, VpcId: string, Name: string): Promise<string> {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      ...{ Name, VpcId, Protocol: 'HTTP', Port: 8080, TargetType: 'instance' },
      ...{ HealthCheckIntervalSeconds: CHECK_SECONDS, HealthCheckTimeoutSeconds: 5 },
      ...{ HealthyThresholdCount: 2, UnhealthyThresholdCount: 2 },
    }),
  );
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: `${DRAIN_SECONDS}` }];
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  return TargetGroupArn;
}
