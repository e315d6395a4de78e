import type { Traffic } from './model';

/** Minutes from the first traffic that green gets to the last. */
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
