import type { Kind } from '../kind';
import { scenarios } from './scenarios';

/** A service whose traffic CodeDeploy moves to new tasks. */
export const ecsBlueGreen: Kind = { name: 'ecs-blue-green', scenarios };
