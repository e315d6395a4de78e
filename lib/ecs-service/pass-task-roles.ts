import type { Grant } from '../pipeline/grant';

/**
 * The permission to pass ECS the roles that a task definition names.
 * @param taskRoles ARNs
 */
export function passTaskRoles(taskRoles: readonly string[]): Grant {
  return {
    actions: ['iam:PassRole'],
    resources: taskRoles,
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  };
}
