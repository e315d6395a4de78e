import { invalid } from './input';
import type { GroupInstance, GroupRecord } from './model';
import type { AutoScalingState } from './store';

/** An instance with its group. */
export interface ManagedInstance {
  readonly group: GroupRecord;
  readonly instance: GroupInstance;
}

/**
 * An instance of any group.
 * @throws AwsError `ValidationError` where no group has it
 */
export function findInstance(state: AutoScalingState, id = ''): ManagedInstance {
  for (const group of state.groups.values()) {
    const instance = group.instances.find((candidate) => candidate.id === id);
    if (instance) return { group, instance };
  }
  throw invalid(`Instance Id not found - No managed instance found for instance ID ${id}`);
}

/**
 * Instances of one group, in the order in which they are named.
 * @throws AwsError `ValidationError` where the group does not have one of them
 */
export const findInstances = (group: GroupRecord, ids: readonly string[] = []): GroupInstance[] =>
  ids.map((id) => {
    const found = group.instances.find((instance) => instance.id === id && !instance.ending);
    if (!found) throw invalid(`The instance ${id} is not part of Auto Scaling group ${group.name}.`);
    return found;
  });
