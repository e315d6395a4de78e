import { fleetParameterName } from '../contract/names';
import type { FleetGroup } from '../fleet/fleet-group';
import { parseGreen } from '../fleet/green-group';
import { giveBackMinimum, minimumOf } from '../fleet/minimum-size';
import { logger } from '../logger';
import { readParameters } from '../parameters/read-parameters';
import type { Look } from './look';

/**
 * Gives the group that serves its minimum back, unless the next release has begun: this action may be late, by two minutes
 * where it died, and the next one holds that minimum, so that the group can take over again. Where the next one ends
 * without replacing the group, `clean-up-groups` gives it back.
 */
export async function giveBack({ clients, job }: Look, serving: FleetGroup): Promise<void> {
  if (minimumOf(serving) === undefined) return;
  const name = fleetParameterName(job.pipeline, 'asg/green');
  const green = parseGreen(name, (await readParameters(clients.ssm, [{ name }])).get(name));
  if (green && green.group !== serving.name)
    return logger.info('The next release holds the minimum of the group that serves', { ...green });
  await giveBackMinimum(clients.autoScaling, serving);
}
