import type { Kind } from '../kind';
import { scenarios } from './scenarios';

/** A service whose tasks ECS itself replaces, a few at a time. */
export const ecsRolling: Kind = { name: 'ecs-rolling', scenarios };
