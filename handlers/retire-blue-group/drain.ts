import { MINIMUM_TAG } from '../contract/names';
import { DeadlineError, ReleaseError } from '../errors';
import { isOwn, readGroupsNamed } from '../fleet/fleet-group';
import { lowerMinimum, minimumOf } from '../fleet/minimum-size';
import { retireStep } from '../fleet/retire-group';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import { finish } from './finish';
import { giveBack } from './give-back';
import type { Look, Retirement } from './look';

/**
 * Takes the group that served before a step further on its way out, after the group that serves got its minimum back; one
 * call tags both.
 */
export async function drain(look: Look, retirement: Retirement): Promise<JobOutcome> {
  const { clients, settings, pipeline, now } = look;
  const { autoScaling } = clients;
  const groups = await readGroupsNamed(autoScaling, [retirement.serving, retirement.blue]);
  const serving = groups.find((one) => one.name === retirement.serving && isOwn(one, pipeline));
  const blue = groups.find((one) => one.name === retirement.blue && isOwn(one, pipeline));
  const isHeld = serving !== undefined && minimumOf(serving) !== undefined;
  if (!blue) {
    if (serving) await giveBack(look, serving);
    const isLeft = groups.some(({ name }) => name === retirement.blue);
    const what = isLeft ? 'is left as it is, because the pipeline did not make it' : 'is gone';
    return finish(look, retirement.serving, `Group ${retirement.blue} ${what}`);
  }
  if (isHeld) await lowerMinimum(autoScaling, serving);
  const step = await retireStep(clients, settings, blue, {
    tags: isHeld ? [{ group: serving.name, key: MINIMUM_TAG, value: '' }] : [],
  });
  if (step.kind === 'serving')
    throw new ReleaseError(
      `The release of group ${retirement.serving} was taken back: group ${blue.name} serves again`,
    );
  if (step.kind === 'gone') return finish(look, retirement.serving, `Group ${blue.name} is gone`);
  const { until } = retirement;
  if (now.getTime() >= Date.parse(until))
    throw new DeadlineError(`Gave up at the deadline ${until}, waiting for ${step.waitingFor}`);
  return waitFor(step.waitingFor, { ...retirement });
}
