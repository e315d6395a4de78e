import { ReleaseError } from '../errors';
import { isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { anyGroupIn, ownGroupIn } from '../fleet/group-name';
import { recordParameters } from '../fleet/record-serving';
import { retirementSeconds } from '../fleet/retirement-time';
import { readTraffic } from '../fleet/traffic';
import type { JobOutcome } from '../job/job-outcome';
import { readParameters } from '../parameters/read-parameters';
import { drain } from './drain';
import { finish } from './finish';
import { giveBack } from './give-back';
import { hold } from './hold';
import { type Look, secondsAfter } from './look';

/** Looks at everything once: which group serves, and which one there is to retire. */
export async function begin(look: Look): Promise<JobOutcome> {
  const { clients, job, pipeline, settings, now } = look;
  const { autoScaling, elb, ssm } = clients;
  const names = recordParameters(job.pipeline);
  const parameters = await readParameters(ssm, [
    { name: names.new, version: job.parameters.newVersion },
    { name: names.old, version: job.parameters.oldVersion },
  ]);
  const name = ownGroupIn(names.new, parameters.get(names.new), pipeline);
  const before = anyGroupIn(names.old, parameters.get(names.old));
  const groups = await readGroupsNamed(
    autoScaling,
    [name, before].flatMap((one) => one ?? []),
  );
  const serving = groups.find((one) => one.name === name && !isRetiring(one));
  const traffic = await readTraffic(elb, settings.traffic);
  const targetGroup = serving?.targetGroups.find((one) => (traffic[one] ?? 0) > 0);
  if (!serving || targetGroup === undefined)
    throw new ReleaseError(
      `Group ${name} must serve, got: ${serving ? 'it has no traffic' : 'no such group'}; the release was taken back`,
    );
  const blue = groups.find((one) => one.name === before && one.name !== name);
  if (!blue) {
    await giveBack(look, serving);
    return finish(look, serving.name, 'No group served before');
  }
  const both = { serving: name, targetGroup, blue: blue.name };
  const after = (seconds: number) => secondsAfter(now, seconds);
  return isRetiring(blue)
    ? drain(look, { phase: 'drain', ...both, until: after(retirementSeconds(settings)) })
    : hold(look, { phase: 'hold', ...both, until: after(settings.traffic.hold) });
}
