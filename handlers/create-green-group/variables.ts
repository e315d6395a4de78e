import type { CreateGreenGroupVariables } from '../contract/create-green-group';
import { NO_GROUP } from '../fleet/group-name';
import type { HealthWait } from './look';

/** The action's output variables. */
export const variablesOf = ({
  group,
  targetGroup,
  blue = NO_GROUP,
  traffic,
}: Omit<HealthWait, 'until' | 'seen'>): Readonly<Record<string, string>> =>
  ({
    Group: group,
    TargetGroup: targetGroup,
    BlueGroup: blue,
    Traffic: traffic,
  }) satisfies CreateGreenGroupVariables;
