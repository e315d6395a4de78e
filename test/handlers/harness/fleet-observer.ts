import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import {
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { PipelineIdentity } from '../../../handlers/contract/names';
import type { FleetGroups } from './fleet-groups';
import type { FleetBalancer } from './fleet-network';

/** What a test compares: all that a release changes. */
export interface ObservedFleet {
  /** Percent of the traffic of target group a, and of b. */
  readonly weights: readonly number[];
  /** Healthy targets on a, and on b. */
  readonly healthy: readonly number[];
  readonly groups: readonly AutoScalingGroup[];
  /** By the end of their names. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads the state of a fleet from AWS. */
export interface FleetObserver {
  /** How many targets of a target group are healthy. */
  healthyOn(side: 0 | 1): Promise<number>;
  /** Where the traffic goes, and to how many healthy targets. */
  sides(): Promise<Pick<ObservedFleet, 'weights' | 'healthy'>>;
  look(): Promise<ObservedFleet>;
}

interface FleetObserverProps {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ssm: SSMClient;
  readonly identity: PipelineIdentity;
  readonly balancer: FleetBalancer;
  readonly groups: FleetGroups;
}

export function fleetObserver({ elb, ssm, identity, balancer, groups }: FleetObserverProps): FleetObserver {
  const own: FleetObserver = {
    healthyOn: async (side) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: balancer.targetGroups[side] });
      const { TargetHealthDescriptions = [] } = await elb.send(command);
      return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
    },
    sides: async () => {
      const { Rules } = await elb.send(new DescribeRulesCommand({ RuleArns: [balancer.listenerRule] }));
      const weights = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
      const healthy = [await own.healthyOn(0), await own.healthyOn(1)];
      return {
        weights: balancer.targetGroups.map(
          (arn) => weights.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0,
        ),
        healthy,
      };
    },
    look: async () => {
      const found = await groups.groups();
      const sides = await own.sides();
      const Path = `/${identity.prefix}/${identity.pipeline}/${identity.environment}`;
      const { Parameters = [] } = await ssm.send(new GetParametersByPathCommand({ Path, Recursive: true }));
      return {
        ...sides,
        groups: found,
        parameters: Object.fromEntries(
          Parameters.map(({ Name = '', Value = '' }) => [Name.slice(Path.length + 1), Value]),
        ),
      };
    },
  };
  return own;
}
