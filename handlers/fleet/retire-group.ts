import {
  type AutoScalingClient,
  DeleteAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import type { TrafficSettings } from '../contract/fleet-settings';
import { RETIRING_TAG } from '../contract/names';
import { ReleaseError } from '../errors';
import type { FleetClients } from './clients';
import { type FleetGroup, isRetiring } from './fleet-group';
import { type GroupTag, tagGroups, untagGroup } from './minimum-size';
import { readTraffic } from './traffic';

/** How far a group is: gone; on its way, with what is waited for; or not to be retired, because it serves. */
export type RetiringStep =
  | { readonly kind: 'gone' }
  | { readonly kind: 'serving' }
  | { readonly kind: 'waiting'; readonly waitingFor: string };

/** What else is tagged with the same call. */
export interface RetireOptions {
  /** @default - nothing */
  readonly tags?: readonly GroupTag[];
}

/** Where it is seen who serves. */
export interface RetireSettings {
  /** @default - the caller knows that the group serves nothing: no rule moves the fleet's traffic */
  readonly traffic?: TrafficSettings;
}

/**
 * Takes a group one step further on its way out: the tag, which keeps traffic away from it from then on; a look at the
 * weights after it, so that a group that was given traffic meanwhile stays; size 0, by which its instances drain and run
 * their lifecycle hooks; and, once it is empty, its deletion, without force. Each step may be repeated.
 * @throws ReleaseError where a protection keeps it
 */
export async function retireStep(
  clients: FleetClients,
  { traffic }: RetireSettings,
  group: FleetGroup,
  { tags = [] }: RetireOptions = {},
): Promise<RetiringStep> {
  const { autoScaling, elb } = clients;
  const { name } = group;
  if (group.deleting) return waitingFor(`group ${name} to be deleted`);
  if (!isRetiring(group) || tags.length > 0)
    await tagGroups(autoScaling, [{ group: name, key: RETIRING_TAG, value: 'true' }, ...tags]);
  if (group.min > 0 || group.desired > 0) {
    const weights = traffic ? await readTraffic(elb, traffic) : {};
    if (group.targetGroups.some((one) => (weights[one] ?? 0) > 0)) {
      await untagGroup(autoScaling, name, RETIRING_TAG);
      return { kind: 'serving' };
    }
    const empty = { AutoScalingGroupName: name, MinSize: 0, DesiredCapacity: 0 };
    await autoScaling.send(new UpdateAutoScalingGroupCommand(empty));
  }
  return group.instances.length > 0 ? whileInstancesLeave(group) : deleteGroup(autoScaling, group);
}

function whileInstancesLeave({ name, desired, instances }: FleetGroup): RetiringStep {
  const kept = instances.filter(({ isProtected, lifecycle }) => isProtected && lifecycle === 'InService');
  if (desired === 0 && kept.length === instances.length)
    throw new ReleaseError(
      `Group ${name} is at size 0, but its instances ${kept.map(({ id }) => id).join(', ')} are protected from scale-in; remove the protection, then retry`,
    );
  const left = instances.map(({ id, lifecycle }) => `${id} ${lifecycle}`).join(', ');
  return waitingFor(`${instances.length} instances of group ${name} to terminate (${shorten(left)})`);
}

/**
 * Deletes a group that has no instances.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
 */
export async function deleteGroup(
  client: AutoScalingClient,
  { name, deletionProtection }: FleetGroup,
): Promise<RetiringStep> {
  if (deletionProtection === 'prevent-all-deletion')
    throw new ReleaseError(
      `Group ${name} is empty, but has deletion protection (prevent-all-deletion); remove the protection, then retry`,
    );
  try {
    await client.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name }));
    return { kind: 'gone' };
  } catch (error) {
    if (isBusy(error)) return waitingFor(`scaling activities of group ${name} to end`);
    if (isGone(error)) return { kind: 'gone' };
    throw error;
  }
}

const isBusy = (error: unknown): boolean =>
  /^(ResourceInUse|ScalingActivityInProgress)/.test((error as Error).name);

/** AWS has no error of its own for a group that does not exist. */
const isGone = (error: unknown): boolean =>
  (error as Error).name === 'ValidationError' && /not found|does not exist/i.test((error as Error).message);

const waitingFor = (text: string): RetiringStep => ({ kind: 'waiting', waitingFor: text });

const MAX_LIST_LENGTH = 300;

const shorten = (text: string): string =>
  text.length <= MAX_LIST_LENGTH ? text : `${text.slice(0, MAX_LIST_LENGTH)}…`;
