import { changed } from './changed';
import { clock } from './clock';
import { atOnce, twice } from './duplicates';
import { dropped, droppedAlways, serverError, throttled } from './errors';
import type { Family } from './family';
import { killAfter } from './kill-after';
import { killPairs } from './kill-pairs';
import { killThen } from './kill-then';
import { redeployed } from './redeployed';
import { stale } from './stale';
import { stalled } from './stalled';
import { stopped } from './stopped';

/** In the order in which they are tried. */
export const FAMILIES: readonly Family[] = [
  ...[killAfter, throttled, serverError, dropped, droppedAlways],
  ...[stale, stalled, twice, atOnce, stopped, redeployed, clock, changed, killPairs, killThen],
];
