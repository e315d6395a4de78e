import { CLEAN_UP_GROUPS } from '../../../handlers/contract/clean-up-groups';
import { plant } from '../../compare/plant';
import { putArtifact, s3Source } from '../artifacts';
import { FOLLOW_UPS } from '../follow-ups';
import type { ReplayedKind } from '../replayed-kind';
import { fleetReader } from './read';

const SOURCE = 'source';

/** Releases to Auto Scaling groups, with a function that cleans up; no action takes an artifact. */
export const fleet: ReplayedKind = {
  /** Begin with nothing that an execution of the model has left half done. */
  scenarios: { release: FOLLOW_UPS, 'first-release': FOLLOW_UPS },
  eventFunctions: () => [CLEAN_UP_GROUPS],
  plant: ({ empty, call }) => plant(empty, call),
  reader: fleetReader,
  sources: (_, bucket) => [s3Source(SOURCE, bucket)],
  bring: ({ endpoint }, _, execution, bucket) =>
    putArtifact(endpoint, bucket, SOURCE, { 'a.txt': execution }),
  /** It is as large as at the start. */
  served: async ({ call, before }, id) => {
    const [group] = Object.values(before.autoScaling.groups);
    await call('auto-scaling', 'SetDesiredCapacity', {
      ...{ AutoScalingGroupName: `${before.pipeline.name}-${id.slice(0, 8)}-1` },
      ...{ DesiredCapacity: group?.desired },
    });
  },
};
