import { asgBlueGreen } from '../kinds/asg-blue-green';
import { fleet } from './fleet';
import type { ReplayedKind } from './replayed-kind';

/** What is replayed of each kind, by its name. */
export const REPLAYED_KINDS: ReadonlyMap<string, ReplayedKind> = new Map([[asgBlueGreen.name, fleet]]);
