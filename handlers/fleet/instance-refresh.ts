import {
  type AutoScalingClient,
  CancelInstanceRefreshCommand,
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
  RollbackInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import { RELEASING_TAG } from '../contract/names';
import type { FleetGroup } from './fleet-group';

/** An instance refresh of a group. */
export interface GroupRefresh {
  readonly id: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html */
  readonly status: string;
  /** Number of the launch template version that it brings. @default - it has no desired configuration */
  readonly version?: string;
  /** Percent of the instances that are replaced. */
  readonly percentage: number;
  /** Why it has its status, and why it was rolled back. Empty where AWS gives no reason. */
  readonly reason: string;
}

/** What a group's tag notes of the release that a refresh brings. */
export interface Releasing {
  readonly version: string;
  readonly imageId: string;
  readonly execution: string;
}

const MOVING = ['Pending', 'InProgress', 'Baking'];

/** Whether a refresh goes on replacing instances, or watches alarms: until then it can be rolled back. */
export const isMoving = ({ status }: GroupRefresh): boolean => MOVING.includes(status);

/** Whether no other refresh can be started beside it. */
export const isActive = (refresh: GroupRefresh): boolean =>
  isMoving(refresh) || ['Cancelling', 'RollbackInProgress'].includes(refresh.status);

/** The refreshes of a group of the last weeks, the newest first. @param id of the one to read. @default - all */
export async function readRefreshes(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
  id?: string,
): Promise<GroupRefresh[]> {
  const InstanceRefreshIds = id === undefined ? undefined : [id];
  const { InstanceRefreshes = [] } = await client.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName, InstanceRefreshIds }),
  );
  return InstanceRefreshes.map(refreshOf);
}

function refreshOf(refresh: InstanceRefresh): GroupRefresh {
  const { DesiredConfiguration: desired, StatusReason, RollbackDetails } = refresh;
  const template =
    desired?.LaunchTemplate ?? desired?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const reasons = [StatusReason, RollbackDetails?.RollbackReason].filter((one) => one !== undefined);
  return {
    id: refresh.InstanceRefreshId ?? '',
    status: refresh.Status ?? '',
    version: template?.Version,
    percentage: refresh.PercentageComplete ?? 0,
    reason: [...new Set(reasons)].join(' '),
  };
}

/**
 * Has a refresh replace again what it has replaced, or, where AWS cannot roll it back, has it stop where it is.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RollbackInstanceRefresh.html
 */
export async function rollBackRefresh(client: AutoScalingClient, group: string): Promise<void> {
  const request = { AutoScalingGroupName: group };
  try {
    await client.send(new RollbackInstanceRefreshCommand(request));
  } catch (error) {
    if (isOver(error)) return;
    if (!(error as Error).name.startsWith('IrreversibleInstanceRefresh')) throw error;
    await client.send(new CancelInstanceRefreshCommand(request)).catch((cause: unknown) => {
      if (!isOver(cause)) throw cause;
    });
  }
}

/** It has ended meanwhile. */
const isOver = (error: unknown): boolean => (error as Error).name.startsWith('ActiveInstanceRefreshNotFound');

export const releasingTag = (group: string, { version, imageId, execution }: Releasing) => ({
  group,
  key: RELEASING_TAG,
  value: `${version} ${imageId} ${execution}`,
});

/** The release that a refresh of ours brings, or brought. @returns nothing where every one is recorded */
export function releasingOf({ tags }: FleetGroup): Releasing | undefined {
  const [version, imageId, execution] = (tags[RELEASING_TAG] ?? '').split(' ');
  return version && imageId && execution ? { version, imageId, execution } : undefined;
}
