import type { Release } from './model';

/** Where something is on the axis of a release, in percent. */
export function placed(from: number, to: number, { start, end }: Pick<Release, 'start' | 'end'>): string {
  const length = end - start || 1;
  const percent = (time: number) => Math.min(100, Math.max(0, (100 * time) / length));
  const left = percent(from - start);
  return `left:${left.toFixed(2)}%;width:${Math.max(0, percent(to - start) - left).toFixed(2)}%`;
}
