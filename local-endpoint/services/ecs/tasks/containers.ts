import type { ContainerCondition } from '@aws-sdk/client-ecs';
import type { Clock } from '../../../kit/clock';
import type { LocalContainer, LocalTask, Stop } from './task';
import { CHECK_MILLISECONDS } from './timing';

/**
 * Starts the containers of a task, each when those it depends on meet the condition it names. A container whose end
 * another one waits for (COMPLETE, SUCCESS) ends by itself, with exit code 0 unless its image `exits`; all others run.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 * @returns why the task fails; undefined where all are started
 */
export async function startContainers(
  clock: Clock,
  task: LocalTask,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  const starting = new Starting(clock, task, signal);
  const started = await Promise.all(task.containers.map((container) => starting.start(container)));
  if (task.containers.some(hasEnded)) return ENDED;
  if (task.containers.some(isUnhealthy)) return UNHEALTHY;
  return started.every(Boolean) ? undefined : FAILED_TO_START;
}

/** Waits for the result of every container's health check. @returns why the task fails, where an essential one is unhealthy */
export async function checkContainers(
  clock: Clock,
  task: LocalTask,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  await Promise.all(task.containers.map((container) => check(clock, container, signal)));
  return task.containers.some(isUnhealthy) ? UNHEALTHY : undefined;
}

const ENDED: Stop = { code: 'EssentialContainerExited', reason: 'Essential container in task exited' };
const FAILED_TO_START: Stop = { code: 'TaskFailedToStart', reason: 'Task failed to start' };
const UNHEALTHY: Stop = { code: 'ServiceSchedulerInitiated', reason: 'Task failed container health checks' };

const hasEnded = ({ definition, lastStatus }: LocalContainer): boolean =>
  definition.essential !== false && lastStatus === 'STOPPED';

const isUnhealthy = ({ definition, healthStatus }: LocalContainer): boolean =>
  definition.essential !== false && healthStatus === 'UNHEALTHY';

class Starting {
  private readonly begun = new Map<LocalContainer, Promise<boolean>>();

  constructor(
    private readonly clock: Clock,
    private readonly task: LocalTask,
    private readonly signal: AbortSignal,
  ) {}

  /** Whether the container was started. */
  start(container: LocalContainer): Promise<boolean> {
    const begun = this.begun.get(container) ?? this.startAfterOthers(container);
    this.begun.set(container, begun);
    return begun;
  }

  private async startAfterOthers(container: LocalContainer): Promise<boolean> {
    for (const { containerName, condition } of container.definition.dependsOn ?? []) {
      const other = this.task.containers.find(({ definition }) => definition.name === containerName);
      if (!other || !(await this.start(other)) || !(await this.meets(other, condition))) return false;
    }
    if (this.signal.aborted) return false;
    container.lastStatus = 'RUNNING';
    if (container.fault === 'exits') end(container, 1);
    return true;
  }

  private async meets(container: LocalContainer, condition?: ContainerCondition): Promise<boolean> {
    if (condition === 'START') return true;
    if (condition === 'HEALTHY') {
      await check(this.clock, container, this.signal);
      return container.healthStatus === 'HEALTHY';
    }
    await this.clock.sleep(CHECK_MILLISECONDS, this.signal);
    if (container.lastStatus === 'RUNNING') end(container, 0);
    return condition === 'COMPLETE' || container.exitCode === 0;
  }
}

function end(container: LocalContainer, exitCode: number): void {
  container.lastStatus = 'STOPPED';
  container.exitCode = exitCode;
}

async function check(clock: Clock, container: LocalContainer, signal: AbortSignal): Promise<void> {
  const { definition, lastStatus, healthStatus } = container;
  if (!definition.healthCheck || lastStatus !== 'RUNNING' || healthStatus !== 'UNKNOWN') return;
  await clock.sleep(CHECK_MILLISECONDS, signal);
  if (signal.aborted) return;
  container.healthStatus = container.fault ? 'UNHEALTHY' : 'HEALTHY';
}
