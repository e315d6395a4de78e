import type { Snapshot } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { invalidValue } from '../errors';
import { type Ec2State, type Ec2Store, newId, type StoredSnapshot } from '../store';
import { tagsOf } from '../tags/tags';

/** @throws AwsError `InvalidParameterValue`, `InvalidSnapshot.NotFound` */
export function findSnapshot({ snapshots }: Ec2State, id = ''): StoredSnapshot {
  if (!/^snap-[0-9a-f]+$/.test(id))
    throw invalidValue(`Value (${id}) for parameter snapshotId is invalid. Expected: 'snap-...'.`);
  const snapshot = snapshots.get(id);
  if (snapshot) return snapshot;
  throw new AwsError('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);
}

/** As the API returns it, at this time. */
export function describeSnapshot(
  state: Ec2State,
  { snapshot, completedAt }: StoredSnapshot,
  now: Date,
): Snapshot {
  const pending = now < completedAt;
  return {
    ...snapshot,
    State: pending ? 'pending' : 'completed',
    Progress: pending ? '0%' : '100%',
    Tags: tagsOf(state, snapshot.SnapshotId),
  };
}

/** Adds a snapshot with what all snapshots of an account have. */
export function addSnapshot(store: Ec2Store, state: Ec2State, own: Snapshot, completedAt: Date): string {
  const SnapshotId = newId('snap');
  state.snapshots.set(SnapshotId, {
    snapshot: {
      Encrypted: false,
      OwnerId: state.scope.account,
      StartTime: store.context.clock.now(),
      StorageTier: 'standard',
      ...own,
      SnapshotId,
    },
    completedAt,
    createVolumePermissions: [],
  });
  return SnapshotId;
}
