import { asgBlueGreen } from './asg-blue-green';
import type { Kind } from './kind';

/** The kinds that are proven. */
export const KINDS: readonly Kind[] = [asgBlueGreen];
