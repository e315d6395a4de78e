import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { GroupRecord } from './model';

/** @throws ServiceError: Auto Scaling has no error of its own for a group that does not exist */
export function findGroup({ autoScaling: { groups } }: SimulatedAccount, name = ''): GroupRecord {
  const group = groups[name];
  if (group) return group;
  throw new ServiceError(
    'ValidationError',
    `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`,
  );
}

/** @throws ServiceError for a group that is being deleted, too */
export function findChangeable(simulated: SimulatedAccount, name?: string): GroupRecord {
  const group = findGroup(simulated, name);
  if (group.deleteAt === undefined) return group;
  throw new ServiceError(
    'ScalingActivityInProgressFault',
    `You cannot change AutoScalingGroup '${name}' because it is being deleted.`,
  );
}

export function checkSizes(min: number, max: number, desired: number): void {
  if (min > max)
    throw new ServiceError(
      'ValidationError',
      `Max bound, ${max}, must be greater than or equal to min bound, ${min}`,
    );
  if (desired < min || desired > max)
    throw new ServiceError(
      'ValidationError',
      `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
    );
}
