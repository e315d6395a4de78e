import type { MovedTrafficVariables } from '../contract/shift-traffic';
import { DeadlineError, ReleaseError } from '../errors';
import { countHealthy, readTargets } from '../fleet/target-health';
import { moveTraffic, otherTargetGroup } from '../fleet/traffic';
import { type JobOutcome, succeed, waitFor } from '../job/job-outcome';
import { logger } from '../logger';
import { type RaisedAlarm, raisedAlarms } from './alarms';
import { decide } from './decide';
import { finish } from './finish';
import { type Look, type Shift, stateOf } from './look';
import { takeStep } from './take-step';

/** One look: at what could speak against the release, and, when the bake is over, the next step. */
export async function watch(look: Look, begun: Shift): Promise<JobOutcome> {
  const raised = await readAlarms(look);
  const shift = { ...begun, raisedBefore: stillRaised(begun, raised) };
  const found = await find(look, shift, raised);
  const decision = decide(shift, found);
  if (decision.kind !== 'stay') return moveAll(look, shift, decision.kind, decision.because);
  if (look.now.getTime() < Date.parse(shift.until)) return bakes(shift);
  if (shift.moved === 100) return end(look, shift);
  const step = await takeStep(look, shift, found);
  switch (step.kind) {
    case 'moved': {
      const isDone = step.shift.moved === 100 && Date.parse(step.shift.until) <= look.now.getTime();
      return isDone ? end(look, step.shift) : bakes(step.shift);
    }
    case 'unfit':
      return moveAll(look, { ...shift, moved: step.moved }, 'back', step.because);
    case 'waiting':
      return waitForFitness(look, shift, step.waitingFor);
  }
}

/** Where the traffic stays. */
function end(look: Look, shift: Shift): JobOutcome | Promise<JobOutcome> {
  const { group, part } = look.job.parameters;
  if (part !== 'move') return finish(look, shift);
  const what = `Group ${group} has the traffic, which is not recorded yet, instead of ${shift.blue ?? 'none'}`;
  const variables = { RaisedBefore: shift.raisedBefore || 'none' } satisfies MovedTrafficVariables;
  return succeed(what, { variables, externalExecutionId: group });
}

const bakes = (shift: Shift): JobOutcome =>
  waitFor(`the bake at ${shift.moved} % to end, at ${shift.until}`, stateOf(shift));

/** Alarms do not speak against a group that served before, nor where nothing serves yet. */
async function readAlarms({ clients, job, settings }: Look): Promise<RaisedAlarm[]> {
  if (job.parameters.traffic === 'at-once') return [];
  return raisedAlarms(clients.cloudWatch, settings.traffic.alarms);
}

/** The places of the alarms that have been in ALARM since before the action began. */
function stillRaised({ raisedBefore }: Shift, raised: readonly RaisedAlarm[]): string {
  const before = raised.filter(({ at }) => raisedBefore.split(',').includes(`${at}`));
  if (before.length > 0)
    logger.warn('Alarms that were in ALARM before are ignored until they are OK', {
      alarms: before.map(({ text }) => text),
    });
  return before.map(({ at }) => at).join(',');
}

/** One call for each side that has traffic or is to have it. */
async function find(
  { clients: { elb }, settings: { traffic } }: Look,
  { targetGroup, blue, need, raisedBefore }: Shift,
  raised: readonly RaisedAlarm[],
) {
  const other = otherTargetGroup(traffic, targetGroup);
  return {
    alarms: raised.filter(({ at }) => !raisedBefore.split(',').includes(`${at}`)).map(({ text }) => text),
    green: countHealthy(await readTargets(elb, targetGroup)),
    blue: blue === undefined ? need : countHealthy(await readTargets(elb, other)),
  };
}

function waitForFitness(look: Look, shift: Shift, waitingFor: string): JobOutcome | Promise<JobOutcome> {
  const { settings, now } = look;
  const deadline = new Date(Date.parse(shift.until) + settings.traffic.healthTimeout * 1000);
  if (now < deadline) return waitFor(waitingFor, stateOf(shift));
  const because = `gave up at ${deadline.toISOString()}, waiting for ${waitingFor}`;
  if (shift.moved === 0) throw new DeadlineError(`No traffic was moved: ${because}`);
  return moveAll(look, shift, 'back', because);
}

/**
 * Gives one group all traffic in one call, and fails the action. Where that is the group of the release, it is recorded
 * as what serves.
 * @returns what it waits for where that cannot be recorded yet: the next look decides again
 * @throws ReleaseError otherwise
 */
async function moveAll(
  look: Look,
  shift: Shift,
  direction: 'back' | 'forward',
  because: string,
): Promise<JobOutcome> {
  const { elb } = look.clients;
  const { traffic } = look.settings;
  const { targetGroup, blue, moved } = shift;
  if (direction === 'forward') {
    if (moved < 100) await moveTraffic(elb, traffic, targetGroup, 100);
    const recorded = await finish(look, { ...shift, moved: 100 });
    if (recorded.kind === 'wait') return recorded;
    throw new ReleaseError(
      `All traffic is on group ${look.job.parameters.group}, before its bakes were over: ${because}`,
    );
  }
  if (moved === 0) throw new ReleaseError(`No traffic was moved: ${because}`);
  await moveTraffic(elb, traffic, otherTargetGroup(traffic, targetGroup), 100);
  throw new ReleaseError(`All traffic is back on group ${blue ?? 'none'}, from ${moved} %: ${because}`);
}
