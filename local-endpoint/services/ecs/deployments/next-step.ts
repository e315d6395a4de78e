import type { LocalRollingService } from '../store';
import { isLive, type LocalTask } from '../tasks/task';
import { liveTasks, primaryOf } from './deployment';

/** What the scheduler has to do next. */
export interface SchedulerStep {
  /** How many tasks of the primary deployment to start. */
  readonly start: number;
  readonly stop: readonly LocalTask[];
  /** Whether the percentages allow no step, though one is needed. */
  readonly stuck: boolean;
}

/**
 * The next step of a rolling update: starts as many tasks as `maximumPercent` of the desired count (rounded down) allows,
 * and stops as many old ones as `minimumHealthyPercent` (rounded up) allows, when new ones serve instead of them or
 * cannot be started before.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function nextStep(service: LocalRollingService, now: Date): SchedulerStep {
  const primary = primaryOf(service);
  if (primary.rolloutState === 'FAILED') return { start: 0, stop: [], stuck: false };
  const { desiredCount, settings } = service;
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = settings.deploymentConfiguration;
  const min = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const max = Math.floor((desiredCount * maximumPercent) / 100);
  const current = liveTasks(service, primary);
  const surplus = current.toSorted(servingFirst).slice(desiredCount);
  const old = service.tasks.filter((task) => isLive(task) && task.startedBy !== primary.id);
  const idle = old.filter((task) => !task.healthy);
  const serving = old.filter(({ healthy }) => healthy);
  const waits = primary.retryAt !== undefined && primary.retryAt > now;
  const missing = Math.max(desiredCount - current.length, 0);
  const start = waits ? 0 : Math.min(missing, Math.max(max - current.length - serving.length, 0));
  const spare = healthy(service.tasks) - healthy(surplus) - min;
  const replaced = serving.length - (desiredCount - healthy(current));
  const blocking = waits ? 0 : missing - start;
  const stopped = serving.slice(0, Math.max(Math.min(Math.max(replaced, blocking), spare), 0));
  const stop = [...surplus, ...idle, ...stopped];
  const moving = healthy(current) < current.length || start > 0 || stop.length > 0 || isStopping(service);
  return { start, stop, stuck: missing > 0 && !waits && !moving };
}

const healthy = (tasks: readonly LocalTask[]): number => tasks.filter((task) => task.healthy).length;

const isStopping = ({ tasks }: LocalRollingService): boolean =>
  tasks.some(({ lastStatus }) => lastStatus === 'DEACTIVATING');

const servingFirst = (a: LocalTask, b: LocalTask): number => Number(b.healthy) - Number(a.healthy);
