import { markdownTable } from './table';

/** A row of a comparison. */
export interface Figure<T> {
  readonly label: string;
  /** The figure in one measurement; the table shows the median of all. */
  readonly of: (measured: T) => number;
  /** After the point. @default 0 */
  readonly digits?: number;
}

/**
 * Measurements side by side as a Markdown table, with a last column where two are compared: the first as a part of the
 * second.
 * @param title the first column's head
 * @param columns heads of the others
 * @param measured what `inTurn` returns for them
 */
export function comparisonTable<T>(
  title: string,
  columns: readonly string[],
  measured: readonly (readonly T[])[],
  figures: readonly Figure<T>[],
): string {
  const rows = figures.map(({ label, of, digits = 0 }) => {
    const medians = measured.map((all) => median(all.map(of)));
    const [first = Number.NaN, second] = medians;
    const part = medians.length === 2 && second !== undefined ? [(first / second).toFixed(2)] : [];
    return [label, ...medians.map((value) => value.toFixed(digits)), ...part];
  });
  const [first, second] = columns;
  const part = columns.length === 2 ? [`${first} ÷ ${second}`] : [];
  return markdownTable([title, ...columns, ...part], rows);
}

/** The middle value, or the mean of both that are in the middle. NaN where there is none. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
