import { ReleaseError } from '../errors';
import type { JobOutcome } from '../job/job-outcome';
import { begin } from './begin';
import type { Look } from './look';
import { watch } from './watch';

/**
 * Records the release whose traffic another action of the execution has moved, after one more look at what could speak
 * against it: an alarm that the release may have raised, or a target that was lost meanwhile, puts the traffic back.
 * @throws ReleaseError where the group has not all of the traffic any more
 */
export async function record(look: Look): Promise<JobOutcome> {
  const { group, raisedBefore = '' } = look.job.parameters;
  const shift = { ...(await begin(look)), raisedBefore };
  if (shift.moved !== 100)
    throw new ReleaseError(
      `Group ${group} must have all of the traffic, which this release has moved, got: ${shift.moved} %; someone else has moved it`,
    );
  return watch(look, { ...shift, until: look.now.toISOString() });
}
