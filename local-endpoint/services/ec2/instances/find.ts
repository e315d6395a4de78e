import { AwsError } from '../../../kit/aws-error';
import { malformedId } from '../errors';
import type { Ec2State, Ec2Store, StoredInstance } from '../store';

/** How long a terminated instance is still described. */
const TERMINATED_MILLISECONDS = 60 * 60_000;

/** The instances there are, those that were terminated within the last hour too. */
export function allInstances({ context }: Ec2Store, state: Ec2State): StoredInstance[] {
  const now = context.clock.now().getTime();
  for (const [id, { terminatedAt }] of state.instances) {
    if (!terminatedAt || now - terminatedAt.getTime() < TERMINATED_MILLISECONDS) continue;
    state.instances.delete(id);
    state.tags.delete(id);
  }
  return [...state.instances.values()];
}

/** @throws AwsError `InvalidInstanceID.Malformed`, `InvalidInstanceID.NotFound` */
export function findInstances(store: Ec2Store, state: Ec2State, ids: readonly string[]): StoredInstance[] {
  allInstances(store, state);
  for (const id of ids) if (!/^i-[0-9a-f]+$/.test(id)) throw malformedId('InvalidInstanceID', 'i', id);
  const missing = ids.filter((id) => !state.instances.has(id));
  if (missing.length === 1)
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${missing[0]}' does not exist`);
  if (missing.length > 1)
    throw new AwsError('InvalidInstanceID.NotFound', `The instance IDs '${missing.join(', ')}' do not exist`);
  return ids.flatMap((id) => state.instances.get(id) ?? []);
}

/** One instance. @throws AwsError `InvalidInstanceID.NotFound` */
export function findInstance(store: Ec2Store, state: Ec2State, id = ''): StoredInstance {
  const [found] = findInstances(store, state, [id]);
  if (!found) throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  return found;
}
