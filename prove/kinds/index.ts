import { asgBlueGreen } from './asg-blue-green';
import { ecsBlueGreen } from './ecs-blue-green';
import { ecsRolling } from './ecs-rolling';
import type { Kind } from './kind';
import { lambda } from './lambda';

/** The kinds that are proven. */
export const KINDS: readonly Kind[] = [asgBlueGreen, ecsBlueGreen, ecsRolling, lambda];
