import { describeUnhealthy } from '../create-green-group/describe-unhealthy';
import { DeadlineError, ReleaseError } from '../errors';
import { readGroupsNamed } from '../fleet/fleet-group';
import {
  type GroupRefresh,
  isActive,
  isMoving,
  readRefreshes,
  rollBackRefresh,
} from '../fleet/instance-refresh';
import { readTargets } from '../fleet/target-health';
import type { JobOutcome } from '../job/job-outcome';
import { finish } from './finish';
import { goOn, isPast, type Look, type Wait } from './look';

/** One look at a refresh: how far it is, and, at the deadline, its rollback. */
export async function watch(look: Look, wait: Wait): Promise<JobOutcome> {
  const { autoScaling } = look.clients;
  const { group: name, refresh: id = '' } = wait;
  const [refresh] = await readRefreshes(autoScaling, name, id);
  if (!refresh)
    throw new ReleaseError(`Group ${name} must have instance refresh ${id}, got: no such refresh`);
  if (isMoving(refresh) && isPast(wait, look) && wait.because === undefined) {
    const seen = (await describeInstances(look, name)).slice(0, MAX_SEEN_LENGTH);
    await rollBackRefresh(autoScaling, name);
    const because = `it had not ended at ${wait.until}: ${refresh.status}, ${refresh.percentage} %, ${seen}`;
    return goOn({ ...wait, because }, `instance refresh ${id} of group ${name} to be rolled back`);
  }
  if (isActive(refresh))
    return goOn(
      wait,
      `instance refresh ${id} of group ${name} to end: ${refresh.status}, ${refresh.percentage} %${refresh.reason && `, ${refresh.reason}`}`,
    );
  if (refresh.status !== 'Successful') throw await failure(look, wait, refresh);
  const [group] = await readGroupsNamed(autoScaling, [name]);
  if (!group) throw new ReleaseError(`Group ${name} must be there to serve, got: no such group`);
  return finish(look, group, wait);
}

/** What became of the group, in words of the refresh's status. */
const OUTCOMES: Readonly<Record<string, string>> = {
  RollbackSuccessful: 'all of its instances are of the version before again',
  RollbackFailed: 'the rollback failed too: instances of both versions may serve',
  Failed: 'it was not rolled back: instances of both versions may serve',
  Cancelled: 'it was not rolled back: instances of both versions may serve',
};

/** Characters of what a token keeps of the instances, which the rollback removes. */
const MAX_SEEN_LENGTH = 600;

async function failure(look: Look, wait: Wait, { id, status, reason }: GroupRefresh): Promise<Error> {
  const why = [wait.because, reason].filter(Boolean).join('; ') || 'AWS gives no reason';
  const instances = await describeInstances(look, wait.group);
  const message = `Instance refresh ${id} of group ${wait.group} ended as ${status}: ${why}; ${OUTCOMES[status] ?? ''}. Instances: ${instances}`;
  return wait.because === undefined ? new ReleaseError(message) : new DeadlineError(message);
}

/** What is known of the instances that are not healthy, and of launches that failed. */
async function describeInstances({ clients, settings }: Look, name: string): Promise<string> {
  const { autoScaling, elb } = clients;
  const [group] = await readGroupsNamed(autoScaling, [name]);
  const on = group?.targetGroups.find((one) => settings.refresh.targetGroups.includes(one));
  const targets = on === undefined ? new Map() : await readTargets(elb, on);
  return describeUnhealthy(autoScaling, name, group, targets);
}
