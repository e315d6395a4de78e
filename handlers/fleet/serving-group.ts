import type { TrafficSettings } from '../contract/fleet-settings';
import { type FleetGroup, isRetiring } from './fleet-group';
import { otherTargetGroup, type Traffic } from './traffic';

/** The target group that serves, the other one, and the groups on them. */
export interface Sides {
  /** ARN. */
  readonly serving: string;
  /** ARN. */
  readonly idle: string;
  /** @default - nothing serves yet */
  readonly blue?: FleetGroup;
  /** All groups on the idle target group, also those that are on their way out. */
  readonly occupants: readonly FleetGroup[];
}

/**
 * Who serves is what the weights decide. While both target groups have traffic, the one that a release is bringing up is
 * the idle one; before the first release the one with weight serves, though it is empty.
 * @param green ARN of the target group of the release. @default - the one with less traffic
 */
export function sidesOf(
  settings: TrafficSettings,
  traffic: Traffic,
  groups: readonly FleetGroup[],
  green?: string,
): Sides {
  const [a, b] = settings.targetGroups;
  const [atA, atB] = [traffic[a] ?? 0, traffic[b] ?? 0];
  const isShared = atA > 0 && atB > 0;
  const serving = isShared && green ? otherTargetGroup(settings, green) : atB > atA ? b : a;
  const idle = otherTargetGroup(settings, serving);
  const on = (targetGroup: string) => groups.filter((one) => one.targetGroups.includes(targetGroup));
  return { serving, idle, blue: largest(on(serving)), occupants: on(idle) };
}

/** The group on a target group that has the most instances, of those that stay. */
export const groupOn = (groups: readonly FleetGroup[], targetGroup: string): FleetGroup | undefined =>
  largest(groups.filter((one) => one.targetGroups.includes(targetGroup)));

const largest = (groups: readonly FleetGroup[]): FleetGroup | undefined =>
  groups
    .filter((one) => !isRetiring(one))
    .toSorted((one, other) => other.desired - one.desired)
    .at(0);
