import { asgBlueGreen } from './asg-blue-green/config';
import { ecsBlueGreen } from './ecs-blue-green/config';
import { ecsRolling } from './ecs-rolling/config';
import { lambda } from './lambda/config';
import type { PipelineKind } from './kind';

/** The kinds of pipelines, in the order in which messages name them. What they deploy is in `stacks.ts`. */
export const KINDS: readonly PipelineKind[] = [ecsBlueGreen, ecsRolling, asgBlueGreen, lambda];
