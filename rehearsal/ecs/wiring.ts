import type { TaskSet } from '@aws-sdk/client-ecs';
import type { Wiring } from './tasks/targets';

/** Where the tasks of a task set are, and which target groups know them. */
export const wiringOf = ({ loadBalancers, networkConfiguration }: TaskSet): Wiring => ({
  loadBalancers: loadBalancers ?? [],
  networkConfiguration,
});
