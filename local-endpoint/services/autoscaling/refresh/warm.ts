import { later } from '../engine/timing';
import type { GroupInstance } from '../model';
import type { AutoScalingStore } from '../store';
import type { RefreshRecord } from './model';

/** Whether an instance is in service for the warm-up, unless it was there before the refresh. */
export function isWarm(
  store: AutoScalingStore,
  refresh: RefreshRecord,
  { state, inServiceAt, launchedAt }: GroupInstance,
): boolean {
  if (state !== 'InService' || !inServiceAt) return false;
  if (launchedAt < refresh.startedAt) return true;
  return later(inServiceAt, refresh.preferences.InstanceWarmup * 1000) <= store.now();
}
