import type { LoadBalancer, NetworkConfiguration, TaskSet } from '@aws-sdk/client-ecs';

/** How tasks are reached. */
export interface Wiring {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly networkConfiguration?: NetworkConfiguration;
}

/** Where the tasks of a task set are, and which target groups know them. */
export const wiringOf = ({ loadBalancers, networkConfiguration }: TaskSet): Wiring => ({
  loadBalancers: loadBalancers ?? [],
  networkConfiguration,
});
