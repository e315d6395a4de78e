import type { FleetSettings, GreenGroup } from '../contract/fleet-settings';
import { DeadlineError } from '../errors';
import { type FleetGroup, isRetiring, readGroupsNamed } from '../fleet/fleet-group';
import { readSettings } from '../fleet/read-settings';
import { retireStep } from '../fleet/retire-group';
import { retirementSeconds } from '../fleet/retirement-time';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import type { JobState } from '../job/pipeline-job';
import { isExecutionRunning } from './execution';
import { actionId, isPast, type Look, secondsAfter } from './look';

/** What a token carries while the idle target group is not free. */
export interface IdleWait {
  /** The first job of the action. */
  readonly job: string;
  /** The group that is on it. */
  readonly occupant: string;
  /** The execution that may still go on with that group. @default - none: it is in its hold, or is retired */
  readonly execution?: string;
  /** ISO 8601: when no hold can last any longer, so that the group is retired from here. */
  readonly retireAt: string;
  /** ISO 8601: when it is given up. */
  readonly until: string;
}

export function idleWaitIn(state: JobState | undefined): IdleWait | undefined {
  if (state?.phase !== 'idle') return undefined;
  const { job, occupant, execution, retireAt, until } = state;
  return {
    job: `${job}`,
    occupant: `${occupant}`,
    execution: execution === undefined ? undefined : `${execution}`,
    retireAt: `${retireAt}`,
    until: `${until}`,
  };
}

/** Seconds for an approval of the traffic of a release before. */
const APPROVAL_SECONDS = 22 * 3600;

/** Waits for a release whose group is up: its traffic has yet to be moved, or to be verified. */
export function awaitExecution(
  look: Look,
  settings: FleetSettings,
  { group, execution }: GreenGroup,
): JobOutcome {
  const until = secondsAfter(look.now, APPROVAL_SECONDS);
  return whileOccupied(look, {
    ...{ job: actionId(look.job), occupant: group, execution, until },
    retireAt: secondsAfter(look.now, APPROVAL_SECONDS + settings.traffic.hold),
  });
}

/**
 * Waits for a group to leave the idle target group: until the end of its hold, which its own release ends, or this action
 * where that has died; or, where it is abandoned or on its way out, with a step of its retirement each time.
 * @returns nothing when it has left
 */
export async function awaitOccupant(
  look: Look,
  settings: FleetSettings,
  group: FleetGroup,
  isAbandoned: boolean,
): Promise<JobOutcome | undefined> {
  const hold = isAbandoned ? 0 : settings.traffic.hold;
  const wait = {
    job: actionId(look.job),
    occupant: group.name,
    retireAt: secondsAfter(look.now, hold),
    until: secondsAfter(look.now, hold + retirementSeconds(settings)),
  };
  return leave(look, wait, group);
}

/**
 * Looks again: one reading call while nothing has changed.
 * @returns nothing when it has left
 */
export async function awaitIdle(look: Look, wait: IdleWait): Promise<JobOutcome | undefined> {
  if (wait.execution !== undefined) {
    const isRunning = await isExecutionRunning(look, wait.execution);
    return isRunning ? whileOccupied(look, wait) : undefined;
  }
  const [group] = await readGroupsNamed(look.clients.autoScaling, [wait.occupant]);
  return group && leave(look, wait, group);
}

async function leave(look: Look, wait: IdleWait, group: FleetGroup): Promise<JobOutcome | undefined> {
  const { clients, job } = look;
  if (!isRetiring(group) && !isPast(wait.retireAt, look)) return whileOccupied(look, wait);
  const settings = await readSettings(clients.ssm, job.pipeline, job.parameters.settings);
  const step = await retireStep(clients, settings, group);
  return step.kind === 'waiting' ? whileOccupied(look, wait, step.waitingFor) : undefined;
}

function whileOccupied(look: Look, wait: IdleWait, what?: string): JobOutcome {
  const { occupant, execution, retireAt } = wait;
  const waitingFor =
    what ??
    (execution === undefined
      ? `the hold of group ${occupant} to end, at ${retireAt} at the latest`
      : `execution ${execution} to end, whose group ${occupant} is not released yet`);
  if (isPast(wait.until, look))
    throw new DeadlineError(`Gave up at the deadline ${wait.until}, waiting for ${waitingFor}`);
  const { job, until } = wait;
  return waitFor(waitingFor, {
    ...{ phase: 'idle', job, occupant, retireAt, until },
    ...(execution !== undefined && { execution }),
  });
}
