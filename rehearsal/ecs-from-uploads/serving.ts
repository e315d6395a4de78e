import {
  type Action,
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { healthyTargets, type ServingTasks, servingTasks } from '../ecs/serving';
import { trafficShares } from '../pipeline/traffic';
import type { TrafficShare } from '../report/events';
import type { UploadsPipeline } from './pipeline';

/** What serves, and where the production listener sends the traffic. */
export interface ServingGroup extends ServingTasks {
  /** Name of the target group that gets the production traffic; several are joined by "and". */
  readonly targetGroup: string;
  /** Healthy targets in the target groups of the listener. */
  readonly healthyTargets: number;
}

/** Asks what serves now. */
export async function servingGroup(pipeline: UploadsPipeline): Promise<ServingGroup> {
  const { clients } = pipeline;
  const arns = await productionTargetGroups(pipeline);
  const { TargetGroups } = await clients.elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: arns }));
  const names = new Map(TargetGroups?.map((group) => [group.TargetGroupArn, group.TargetGroupName]));
  return {
    ...(await servingTasks(pipeline)),
    targetGroup: arns.map((arn) => names.get(arn)).join(' and '),
    healthyTargets: await healthyTargets(clients, arns),
  };
}

/** Where the production listener sends the traffic now. */
export const productionTraffic = async (pipeline: UploadsPipeline): Promise<TrafficShare[]> =>
  trafficShares(await productionAction(pipeline));

/** ARNs of the target groups that the production listener forwards to with any weight. */
async function productionTargetGroups(pipeline: UploadsPipeline): Promise<string[]> {
  const action = await productionAction(pipeline);
  const tuples = action?.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: action?.TargetGroupArn, Weight: 1 },
  ];
  const weighted = tuples.filter(({ Weight, TargetGroupArn }) => TargetGroupArn && Weight !== 0);
  return weighted.map(({ TargetGroupArn }) => TargetGroupArn ?? '');
}

async function productionAction({ clients, deploymentGroup }: UploadsPipeline): Promise<Action | undefined> {
  const pair = deploymentGroup.loadBalancerInfo?.targetGroupPairInfoList?.[0];
  const { Listeners } = await clients.elb.send(
    new DescribeListenersCommand({ ListenerArns: pair?.prodTrafficRoute?.listenerArns ?? [] }),
  );
  return Listeners?.[0]?.DefaultActions?.[0];
}
