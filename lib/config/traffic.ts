import { formatDuration } from './duration';

/** How production traffic moves from what serves to what a release brings. */
export type Traffic =
  | { readonly type: 'all-at-once' }
  /** `percentage` first, the rest after `intervalMinutes`. */
  | { readonly type: 'canary'; readonly percentage: number; readonly intervalMinutes: number }
  /** `percentage` more every `intervalMinutes`. */
  | { readonly type: 'linear'; readonly percentage: number; readonly intervalMinutes: number };

/** Minutes from the first traffic that a release gets to the last. */
export function minutesToShift(traffic: Traffic): number {
  switch (traffic.type) {
    case 'all-at-once':
      return 0;
    case 'canary':
      return traffic.intervalMinutes;
    case 'linear':
      return (Math.ceil(100 / traffic.percentage) - 1) * traffic.intervalMinutes;
  }
}

/** In a few words, for a row of `validate`. */
export function summarizeTraffic(traffic: Traffic): string {
  if (traffic.type === 'all-at-once') return traffic.type;
  return `${traffic.type} ${traffic.percentage}% ${formatDuration(traffic.intervalMinutes * 60)}`;
}
