import { ReleaseError } from '../errors';
import { retirementSeconds } from '../fleet/retirement-time';
import { countHealthy, readTargets } from '../fleet/target-health';
import { readTraffic } from '../fleet/traffic';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import { drain } from './drain';
import { type Look, type Retirement, secondsAfter } from './look';
import { outlast } from './outlast';

/**
 * Waits for the end of the hold.
 * @throws ReleaseError where the release was taken back, or is taken back here, because its group has too few targets
 */
export async function hold(look: Look, retirement: Retirement): Promise<JobOutcome> {
  const { clients, settings, now } = look;
  const { until, serving, blue, targetGroup } = retirement;
  const traffic = await readTraffic(clients.elb, settings.traffic);
  if ((traffic[targetGroup] ?? 0) === 0)
    throw new ReleaseError(`The release of group ${serving} was taken back in its hold: it has no traffic`);
  const isOver = now.getTime() >= Date.parse(until);
  const healthy = countHealthy(await readTargets(clients.elb, targetGroup));
  const waiting = healthy === 0 || isOver ? await outlast(look, retirement, healthy) : undefined;
  if (waiting) return waiting;
  if (!isOver)
    return waitFor(`the hold to end, at ${until}; until then group ${blue} can take over at once`, {
      ...retirement,
    });
  return drain(look, {
    ...retirement,
    phase: 'drain',
    until: secondsAfter(now, retirementSeconds(settings)),
  });
}
