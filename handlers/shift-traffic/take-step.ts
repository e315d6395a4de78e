import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { ReleaseError } from '../errors';
import { type FleetGroup, isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { moveTraffic, readTraffic } from '../fleet/traffic';
import { findGreen } from './begin';
import type { Findings } from './decide';
import type { Look, Shift } from './look';

/** The step that was taken; or what it waits for; or why the group is not to have any traffic, and how much it has. */
export type Step =
  | { readonly kind: 'moved'; readonly shift: Shift }
  | { readonly kind: 'waiting'; readonly waitingFor: string }
  | { readonly kind: 'unfit'; readonly because: string; readonly moved: number };

/**
 * Moves the traffic on by one step, where the group is fit for it.
 * @throws ReleaseError where someone else has moved the traffic
 */
export async function takeStep(look: Look, shift: Shift, found: Findings): Promise<Step> {
  const { clients, settings, job, now } = look;
  const { autoScaling, elb } = clients;
  const { targetGroup, moved } = shift;
  const isAtOnce = job.parameters.traffic === 'at-once';
  const next = (isAtOnce ? [100] : settings.traffic.steps).find((step) => step > moved) ?? 100;
  const unfit = await fit(look, shift, found);
  if (unfit) return unfit;
  const current = Math.round((await readTraffic(elb, settings.traffic))[targetGroup] ?? 0);
  if (current !== next) {
    if (current !== moved)
      throw new ReleaseError(
        `Group ${job.parameters.group} must have ${moved} % of the traffic, as this action left it, got: ${current} %; someone else has moved it`,
      );
    await moveTraffic(elb, settings.traffic, targetGroup, next);
  }
  const [again] = await readGroupsNamed(autoScaling, [job.parameters.group]);
  if (!again || isRetiring(again)) return removed(job.parameters.group, next);
  const bake = isAtOnce ? 0 : settings.traffic.bake;
  const until = new Date(now.getTime() + bake * 1000).toISOString();
  return { kind: 'moved', shift: { ...shift, moved: next, until } };
}

/** @returns nothing where the group is there, at least as large as the one that serves, and as healthy */
async function fit(look: Look, shift: Shift, found: Findings): Promise<Step | undefined> {
  const { autoScaling } = look.clients;
  const { group } = look.job.parameters;
  const { blue: blueName, moved } = shift;
  const names = blueName === undefined ? [group] : [group, blueName];
  const groups = await readGroupsNamed(autoScaling, names);
  const blue = groups.find(({ name }) => name === blueName);
  if (moved > 0 && !groups.some((one) => one.name === group && !isRetiring(one)))
    return removed(group, moved);
  const green = findGreen(look, groups);
  if (blue && blue.desired > green.max)
    return {
      ...{ kind: 'unfit', moved },
      because: `fleet.max must be at least ${blue.desired}, to which group ${blue.name} has grown, got: ${green.max}`,
    };
  if (blue && blue.desired > green.desired) await grow(look, green, blue.desired);
  const need = blue ? Math.max(shift.need, found.blue, blue.desired > green.desired ? blue.desired : 0) : 1;
  if (found.green >= need) return undefined;
  const waitingFor = `${need} healthy targets of group ${group}, got ${found.green}`;
  return { kind: 'waiting', waitingFor };
}

async function grow({ clients }: Look, { name }: FleetGroup, size: number): Promise<void> {
  const request = { AutoScalingGroupName: name, MinSize: size, DesiredCapacity: size };
  await clients.autoScaling.send(new UpdateAutoScalingGroupCommand(request));
}

const removed = (group: string, moved: number): Step => ({
  kind: 'unfit',
  because: `group ${group} is being removed`,
  moved,
});
