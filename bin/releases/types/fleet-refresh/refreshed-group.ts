import {
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
} from '@aws-sdk/client-auto-scaling';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { isRefreshed } from '../../../../handlers/contract/fleet-settings';
import { fleetParameterName } from '../../../../handlers/contract/names';
import type { ReleasePipeline } from '../../model';
import { identityOf, readSettings } from '../fleet/location';

/** The one group of a pipeline, as AWS shows it now. */
export interface RefreshedGroup {
  readonly group: AutoScalingGroup;
  /** Instances that the load balancer takes for healthy. */
  readonly healthy: number;
  /** The refresh that is in progress. @default - none is */
  readonly refresh?: InstanceRefresh;
}

const ACTIVE = ['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress'];

/** @returns nothing before the first release */
export async function readRefreshedGroup(pipeline: ReleasePipeline): Promise<RefreshedGroup | undefined> {
  const { autoScaling, elb } = pipeline.clients;
  const name = await readName(pipeline);
  if (name === undefined) return undefined;
  const { AutoScalingGroups: [group] = [] } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  if (!group) return undefined;
  const { InstanceRefreshes = [] } = await autoScaling.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name }),
  );
  const [TargetGroupArn] = group.TargetGroupARNs ?? [];
  const { TargetHealthDescriptions = [] } = TargetGroupArn
    ? await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))
    : {};
  const ids = new Set(group.Instances?.map(({ InstanceId }) => InstanceId));
  const healthy = TargetHealthDescriptions.filter(
    ({ Target, TargetHealth }) => ids.has(Target?.Id) && TargetHealth?.State === 'healthy',
  );
  const refresh = InstanceRefreshes.find(({ Status = '' }) => ACTIVE.includes(Status));
  return { group, healthy: healthy.length, ...(refresh && { refresh }) };
}

/** The group that the config names, or that was recorded. */
async function readName(pipeline: ReleasePipeline): Promise<string | undefined> {
  const settings = await readSettings(pipeline);
  if (isRefreshed(settings) && settings.refresh.group !== undefined) return settings.refresh.group;
  const Name = fleetParameterName(identityOf(pipeline), 'asg/new');
  return pipeline.clients.ssm.send(new GetParameterCommand({ Name })).then(
    ({ Parameter }) => Parameter?.Value,
    (error: Error) => {
      if (error.name !== 'ParameterNotFound') throw error;
      return undefined;
    },
  );
}
