import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appOf, WAYS, type Way } from './measure/apps';
import { markdownTable } from './measure/table';

/**
 * How long a synthesis takes, ours beside plain L2 code, as a Markdown table on stdout:
 * `npx tsx bench/synth-time.ts [--pipelines 200] [--rounds 7]`
 *
 * Every round synthesizes both ways with one pipeline and with many, who begins alternating, in the same process; a
 * first round warms up and is not counted. A pipeline's time is (many − one) / (pipelines − 1), the median of the rounds.
 */
function main(pipelines: number, rounds: number): void {
  const times: Record<Way, Round[]> = { factory: [], plain: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const way of round % 2 ? WAYS : [...WAYS].reverse()) {
      const measured = { one: synthTime(way, 1), many: synthTime(way, pipelines) };
      if (round) times[way].push(measured);
    }
  }
  const row = (label: string, figure: (round: Round) => number, digits: number) => [
    label,
    ...WAYS.map((way) => median(times[way].map(figure)).toFixed(digits)),
  ];
  console.log(
    markdownTable(
      [`median of ${rounds} rounds`, 'factory', 'plain L2'],
      [
        row('synth of 1 pipeline, ms', ({ one }) => one, 0),
        row(`synth of ${pipelines} pipelines, ms`, ({ many }) => many, 0),
        row('a pipeline more, ms', ({ one, many }) => (many - one) / (pipelines - 1), 2),
      ],
    ),
  );
}

/** Milliseconds each synthesis took in one round. */
interface Round {
  readonly one: number;
  readonly many: number;
}

function synthTime(way: Way, pipelines: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'synth-time-'));
  try {
    const started = performance.now();
    appOf(way, pipelines, folder).synth();
    return performance.now() - started;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

const { values } = parseArgs({ options: { pipelines: { type: 'string' }, rounds: { type: 'string' } } });
const [pipelines, rounds] = [Number(values.pipelines ?? 200), Number(values.rounds ?? 7)];
if (!(Number.isInteger(pipelines) && pipelines > 1))
  throw new Error(`--pipelines must be over 1, got: ${values.pipelines}`);
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error(`--rounds must be over 0, got: ${values.rounds}`);
main(pipelines, rounds);
