import { asgBlueGreenStacks } from './asg-blue-green/stacks';
import { ecsBlueGreenStacks } from './ecs-blue-green/stacks';
import { ecsRollingStacks } from './ecs-rolling/stacks';
import { lambdaStacks } from './lambda/stacks';
import type { KindStacks } from './kind-stacks';

/** What each kind of `index.ts` deploys. */
export const KIND_STACKS: readonly KindStacks[] = [
  ecsBlueGreenStacks,
  ecsRollingStacks,
  asgBlueGreenStacks,
  lambdaStacks,
];
