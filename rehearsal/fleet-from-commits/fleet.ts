import { type AutoScalingGroup, paginateDescribeAutoScalingGroups } from '@aws-sdk/client-auto-scaling';
import { DescribeRulesCommand, DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EXECUTION_TAG, MINIMUM_TAG, PIPELINE_TAG, RETIRING_TAG } from '../../handlers/contract/names';
import type { FleetSettings } from '../../handlers/contract/fleet-settings';
import type { RehearsalClients } from '../clients';
import { trafficShares } from '../pipeline/traffic';
import type { TrafficShare } from '../report/events';

/** The Auto Scaling groups of a pipeline, and its traffic, as AWS shows them now. */
export interface Fleet {
  readonly groups: readonly FleetGroup[];
  /** Percent of the traffic by ARN of its target group, those without traffic included. */
  readonly weights: Readonly<Record<string, number>>;
}

export interface FleetGroup {
  readonly name: string;
  readonly targetGroup: string;
  /** Percent of the traffic. */
  readonly weight: number;
  readonly minimum: number;
  readonly desired: number;
  readonly instanceIds: readonly string[];
  /** Targets of its target group that the load balancer takes for healthy. */
  readonly healthy: number;
  /** Number of its launch template version. */
  readonly version?: string;
  /** The pipeline execution that made it. */
  readonly executionId?: string;
  readonly retiring: boolean;
  /** The minimum that a release has raised. @default - none has */
  readonly raisedFrom?: string;
}

/** Whose groups are read, and where their traffic is decided. */
export interface FleetLocation {
  readonly clients: Pick<RehearsalClients, 'autoScaling' | 'elb'>;
  /** Of the pipeline. */
  readonly name: string;
  readonly settings: { readonly traffic: Pick<FleetSettings['traffic'], 'listenerRule' | 'targetGroups'> };
}

/** Asks AWS for them: in four calls, so that a sampler may do so often. */
export async function readFleet({ clients, name, settings }: FleetLocation): Promise<Fleet> {
  const { listenerRule, targetGroups } = settings.traffic;
  const [{ Rules }, found, ...healthy] = await Promise.all([
    clients.elb.send(new DescribeRulesCommand({ RuleArns: [listenerRule] })),
    groupsOf(clients.autoScaling, name),
    ...targetGroups.map(async (TargetGroupArn) => {
      const { TargetHealthDescriptions = [] } = await clients.elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
    }),
  ]);
  const forwards = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  const whole = forwards.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  const weights = Object.fromEntries(
    forwards.map(({ TargetGroupArn = '', Weight = 0 }) => [
      TargetGroupArn,
      whole === 0 ? 0 : Math.round((100 * Weight) / whole),
    ]),
  );
  const healthyOf = (arn: string) => healthy[targetGroups.indexOf(arn)] ?? 0;
  return { weights, groups: found.map((group) => groupOf(group, weights, healthyOf)) };
}

/** Where the listener rule sends the traffic now. */
export async function fleetTraffic({
  clients,
  settings,
}: Pick<FleetLocation, 'clients' | 'settings'>): Promise<TrafficShare[]> {
  const { Rules } = await clients.elb.send(
    new DescribeRulesCommand({ RuleArns: [settings.traffic.listenerRule] }),
  );
  return trafficShares(Rules?.[0]?.Actions?.[0]);
}

async function groupsOf(
  client: FleetLocation['clients']['autoScaling'],
  pipeline: string,
): Promise<AutoScalingGroup[]> {
  const Filters = [{ Name: `tag:${PIPELINE_TAG}`, Values: [pipeline] }];
  const groups: AutoScalingGroup[] = [];
  for await (const page of paginateDescribeAutoScalingGroups({ client }, { Filters }))
    groups.push(...(page.AutoScalingGroups ?? []));
  return groups;
}

function groupOf(
  group: AutoScalingGroup,
  weights: Fleet['weights'],
  healthyOf: (targetGroup: string) => number,
): FleetGroup {
  const { AutoScalingGroupName: name = '', TargetGroupARNs = [], Instances = [], Tags = [] } = group;
  const [targetGroup = ''] = TargetGroupARNs;
  const tag = (key: string) => Tags.find(({ Key }) => Key === key)?.Value;
  const template =
    group.LaunchTemplate ?? group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  return {
    name,
    targetGroup,
    weight: weights[targetGroup] ?? 0,
    minimum: group.MinSize ?? 0,
    desired: group.DesiredCapacity ?? 0,
    instanceIds: Instances.map(({ InstanceId = '' }) => InstanceId),
    healthy: healthyOf(targetGroup),
    version: template?.Version,
    executionId: tag(EXECUTION_TAG),
    retiring: tag(RETIRING_TAG) !== undefined,
    raisedFrom: tag(MINIMUM_TAG) || undefined,
  };
}

/** The group with traffic; of two the one with more. */
export const servingGroup = ({ groups }: Fleet): FleetGroup | undefined =>
  [...groups].sort((one, other) => other.weight - one.weight).find(({ weight }) => weight > 0);
