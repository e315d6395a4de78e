import type { RollingService } from '../store';
import { isLive, type LocalTask } from '../tasks/task';
import { liveTasks, primaryOf } from './deployment';

/** What the scheduler does next. */
export interface Plan {
  /** How many tasks of the primary deployment to start. */
  readonly start: number;
  readonly stop: readonly LocalTask[];
  /** Whether percentages forbid every step that is needed. */
  readonly stuck: boolean;
}

/**
 * The next step of a rolling update: starts as many tasks as `maximumPercent` of the desired count leaves room for
 * (rounded down), and stops as many old ones as `minimumHealthyPercent` (rounded up) can spare, when new ones serve in
 * their place or need their room.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function planOf(service: RollingService, now: Date): Plan {
  const primary = primaryOf(service);
  if (primary.rolloutState === 'FAILED') return { start: 0, stop: [], stuck: false };
  const { desiredCount, settings } = service;
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = settings.deploymentConfiguration;
  const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  const current = liveTasks(service, primary);
  const surplus = current.toSorted(servingFirst).slice(desiredCount);
  const old = service.tasks.filter((task) => isLive(task) && task.startedBy !== primary.id);
  const idle = old.filter((task) => !task.healthy);
  const serving = old.filter(({ healthy }) => healthy);
  const waits = primary.retryAt !== undefined && primary.retryAt > now;
  const missing = Math.max(desiredCount - current.length, 0);
  const start = waits ? 0 : Math.min(missing, Math.max(most - current.length - serving.length, 0));
  const spare = healthy(service.tasks) - healthy(surplus) - least;
  const replaced = serving.length - (desiredCount - healthy(current));
  const inTheWay = waits ? 0 : missing - start;
  const stopped = serving.slice(0, Math.max(Math.min(Math.max(replaced, inTheWay), spare), 0));
  const stop = [...surplus, ...idle, ...stopped];
  const moving = healthy(current) < current.length || start > 0 || stop.length > 0 || isStopping(service);
  return { start, stop, stuck: missing > 0 && !waits && !moving };
}

const healthy = (tasks: readonly LocalTask[]): number => tasks.filter((task) => task.healthy).length;

const isStopping = ({ tasks }: RollingService): boolean =>
  tasks.some(({ lastStatus }) => lastStatus === 'DEACTIVATING');

const servingFirst = (a: LocalTask, b: LocalTask): number => Number(b.healthy) - Number(a.healthy);
