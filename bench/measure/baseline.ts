import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The option `--baseline FOLDER` of a benchmark, for `parseArgs`. */
export const BASELINE_OPTION = { baseline: { type: 'string' } } as const;

/** What is measured: this checkout, or another commit's. */
export interface Side {
  readonly name: 'this' | 'baseline';
  /** Absolute path. */
  readonly folder: string;
}

/**
 * The sides that a benchmark measures, this checkout first.
 * @param baseline an installed checkout of another commit. @default - only this checkout
 * @throws Error where the baseline is no installed checkout
 */
export function sidesOf(baseline?: string): Side[] {
  const own: Side = { name: 'this', folder: resolve(__dirname, '../..') };
  if (baseline === undefined) return [own];
  const folder = resolve(baseline);
  for (const needed of ['package.json', 'node_modules'])
    if (!existsSync(join(folder, needed)))
      throw new Error(
        `--baseline must be an installed checkout, which has ${needed}; run npm ci in it, got: ${baseline}`,
      );
  return [own, { name: 'baseline', folder }];
}

/**
 * Measures all sides in turn, so that what slows the machine down slows down each of them; who begins alternates.
 * @returns what was measured, by the place of the side, in the order of the rounds
 */
export async function inTurn<S, T>(
  sides: readonly S[],
  rounds: number,
  measure: (side: S) => T | Promise<T>,
): Promise<T[][]> {
  const measured: T[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...sides.entries()];
    for (const [place, side] of round % 2 ? order.reverse() : order)
      measured[place]?.push(await measure(side));
  }
  return measured;
}
