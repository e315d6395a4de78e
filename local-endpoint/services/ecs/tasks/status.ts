import type { RollingService, EcsStore } from '../store';
import { describeTask } from './describe';
import type { LocalTask, TaskStatus } from './task';

/**
 * Moves a task on and tells EventBridge.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function changeStatus(
  store: EcsStore,
  service: RollingService,
  task: LocalTask,
  status: TaskStatus,
): void {
  task.lastStatus = status;
  const detail = describeTask(service, task);
  store.context.bus.emit({
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    account: service.account,
    region: service.region,
    resources: [detail.taskArn ?? ''],
    detail: JSON.parse(JSON.stringify(detail)) as Record<string, unknown>,
  });
}
