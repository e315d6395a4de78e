import type { FleetSettings } from '../contract/fleet-settings';

/** The longest deregistration delay. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
const MAX_DRAIN_SECONDS = 3600;

/** The time in which instances terminate and a group is deleted, on a slow day. */
const TERMINATION_SECONDS = 1200;

/** Seconds that a group may take from size 0 to its deletion: draining, lifecycle hooks, termination. */
export function retirementSeconds({ group: { hooks = [] } }: Pick<FleetSettings, 'group'>): number {
  const hooked = hooks.filter(({ transition }) => transition === 'terminate').map(({ timeout }) => timeout);
  return MAX_DRAIN_SECONDS + TERMINATION_SECONDS + Math.max(0, ...hooked);
}
