import type { World } from '../../world/world';
import type { Change } from '../kind';
import { IMAGES } from './names';
import { seeGroups, seeSides } from './observe';
import { ALARM } from './settings';

/** An alarm of the release is raised, until a person has mended what raised it. */
const alarm: Change = {
  name: 'alarm',
  apply: (world) => void (world.cloudWatch[ALARM] = 'ALARM'),
  undo: (world) => void (world.cloudWatch[ALARM] = 'OK'),
};

/** The scaling policy of the group with most of the traffic adds an instance. */
const growth: Change = {
  name: 'growth',
  apply: (world) => {
    const [side] = seeSides(world).toSorted((one, other) => other.weight - one.weight);
    const [on] = seeGroups(world).filter(
      ({ targetGroups }) => side && targetGroups.includes(side.targetGroup),
    );
    const group = world.autoScaling.groups[on?.name ?? ''];
    if (group) group.desired = Math.min(group.max, group.desired + 1);
  },
};

export const CHANGES: readonly Change[] = [alarm, growth];

/** Whether instances of the release's image pass their health checks. */
export function setHealth({ ec2: { images } }: World, succeeds: boolean): void {
  const image = images[IMAGES[1]];
  if (image) images[IMAGES[1]] = { ...image, succeeds };
}
