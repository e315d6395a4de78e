import type { LoadBalancer, NetworkConfiguration, TaskSet } from '@aws-sdk/client-ecs';

/** The networks and load balancers of tasks. */
export interface TaskNetworking {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly networkConfiguration?: NetworkConfiguration;
}

/** The networks and load balancers of a task set's tasks. */
export const networkingOf = ({ loadBalancers, networkConfiguration }: TaskSet): TaskNetworking => ({
  loadBalancers: loadBalancers ?? [],
  networkConfiguration,
});
