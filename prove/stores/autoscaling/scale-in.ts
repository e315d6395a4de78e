import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { weightOf } from '../elasticloadbalancing/targets';
import { type GroupRecord, IDLE_MILLISECONDS } from './model';

/** What target tracking does to a group that has lost its traffic: it goes down to its minimum. @returns whether it did */
export function scaleIn(simulated: SimulatedAccount, group: GroupRecord): boolean {
  const isScaled = group.extras.some((name) => name.startsWith('policy '));
  const isServing = group.targetGroups.some((arn) => weightOf(simulated, arn) > 0);
  if (!isScaled || isServing || group.instances.every(({ state }) => state !== 'InService')) {
    delete group.idleSince;
    return false;
  }
  group.idleSince ??= simulated.now;
  if (group.desired <= group.min || simulated.now < group.idleSince + IDLE_MILLISECONDS) return false;
  group.desired = group.min;
  return true;
}

/** When it is due. @returns nothing where it is over, or will not be */
export const nextScaleIn = ({ idleSince, desired, min }: GroupRecord): number | undefined =>
  idleSince === undefined || desired <= min ? undefined : idleSince + IDLE_MILLISECONDS;
