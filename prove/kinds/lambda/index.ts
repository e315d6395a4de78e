import type { Kind } from '../kind';
import { scenarios } from './scenarios';

/** Functions of Lambda, of which versions are published, to which the traffic of an alias moves. */
export const lambda: Kind = { name: 'lambda', scenarios };
