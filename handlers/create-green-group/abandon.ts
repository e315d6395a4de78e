import type { FleetSettings } from '../contract/fleet-settings';
import { isTransient } from '../errors';
import { isOwn, readGroupsNamed } from '../fleet/fleet-group';
import { giveBackMinimum } from '../fleet/minimum-size';
import { retireStep } from '../fleet/retire-group';
import { logger } from '../logger';
import type { HealthWait, Look } from './look';

type Wait = Pick<HealthWait, 'group' | 'blue'>;

/**
 * Works on a group; where that fails for good, removes the group before it fails. An error that passes leaves it, because
 * the next invocation goes on with it.
 */
export async function orAbandon<T>(
  look: Look,
  settings: FleetSettings,
  wait: Wait,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isTransient(error)) throw error;
    await tryToAbandon(look, settings, wait);
    throw error;
  }
}

/**
 * Sets a group that does not come to serve to size 0, and gives the group that serves its minimum back. The empty group is
 * deleted by `clean-up-groups`, at the event of its last instance.
 */
export async function abandon(look: Look, settings: FleetSettings, { group, blue }: Wait): Promise<void> {
  const { autoScaling } = look.clients;
  const groups = await readGroupsNamed(autoScaling, blue === undefined ? [group] : [group, blue]);
  for (const one of groups) {
    if (!isOwn(one, look.pipeline)) continue;
    if (one.name === group) await retireStep(look.clients, settings, one);
    else await giveBackMinimum(autoScaling, one);
  }
}

/** What is left is for `clean-up-groups`: the error of the work is the one that a person has to see. */
async function tryToAbandon(look: Look, settings: FleetSettings, wait: Wait): Promise<void> {
  try {
    await abandon(look, settings, wait);
  } catch (error) {
    if (isTransient(error)) throw error;
    logger.error(`Group ${wait.group} could not be removed`, error as Error);
  }
}
