import { atOnce, twice } from './duplicates';
import { dropped, droppedAlways, serverError, throttled } from './errors';
import type { Family } from './family';
import { killAfter } from './kill-after';
import { killPairs } from './kill-pairs';

/** In the order in which they are tried. */
export const FAMILIES: readonly Family[] = [
  ...[killAfter, throttled, serverError, dropped, droppedAlways],
  ...[twice, atOnce, killPairs],
];
