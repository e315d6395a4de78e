import { AwsError } from '../../kit/aws-error';
import type { Scope } from '../../kit/scope';
import type { GroupRecord } from './model';
import { findGroup, type AutoScalingState, type AutoScalingStore } from './store';
import { invalid } from './input';

/**
 * A group that is to be changed.
 * @throws AwsError `ValidationError` where it does not exist or is being deleted
 */
export function findChangeable(state: AutoScalingState, name: string | undefined): GroupRecord {
  const group = findGroup(state, name);
  if (group.deleteAt) throw invalid('The AutoScaling group may not be modified while it is pending delete');
  return group;
}

/**
 * Runs a change that needs calls of other services alone of its kind for a group.
 * @throws AwsError `ResourceContention` where another one is running
 */
export async function exclusively<Result>(
  store: AutoScalingStore,
  scope: Scope,
  name: string,
  change: () => Promise<Result>,
): Promise<Result> {
  const { changing } = store.in(scope);
  if (changing.has(name))
    throw new AwsError(
      'ResourceContention',
      'You already have a pending update to an Auto Scaling resource (for example, a group, instance, or load balancer).',
    );
  changing.add(name);
  try {
    return await change();
  } finally {
    changing.delete(name);
  }
}
