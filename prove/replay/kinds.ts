import { asgBlueGreen } from '../kinds/asg-blue-green';
import { ecsBlueGreen } from '../kinds/ecs-blue-green';
import { ecsRolling } from '../kinds/ecs-rolling';
import { lambda as lambdaKind } from '../kinds/lambda';
import { fleet } from './fleet';
import { lambda } from './lambda';
import type { ReplayedKind } from './replayed-kind';
import { service } from './service';

/** What is replayed of each kind, by its name. */
export const REPLAYED_KINDS: ReadonlyMap<string, ReplayedKind> = new Map([
  [asgBlueGreen.name, fleet],
  [ecsRolling.name, service],
  [ecsBlueGreen.name, service],
  [lambdaKind.name, lambda],
]);
