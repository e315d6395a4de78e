import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BASELINE_OPTION, inTurn, type Side, sidesOf } from './measure/baseline';
import { type CommandCost, commandCost } from './measure/command-cost';
import { followMotoLog } from './measure/moto-log';
import { comparisonTable } from './measure/comparison';

/**
 * Measures a rehearsal as a Markdown table on stdout: what it takes in all, and what its releases take alone, which is the
 * last line of its summary. With a baseline, an installed checkout of another commit, both play the baseline's config with
 * its applications in turn, as far as each knows its kinds.
 *
 * `npm run bench:rehearse -- [--baseline FOLDER] [--rounds 1]`
 */
const { values } = parseArgs({
  options: { ...BASELINE_OPTION, rounds: { type: 'string', default: '1' } },
});

interface Rehearsal extends CommandCost {
  /** Seconds of releases, by the clock on the wall. */
  readonly releases: number;
  readonly expectations: number;
  /** Calls that reached moto. */
  readonly motoCalls: number;
}

void measure(sidesOf(values.baseline), Number(values.rounds));

async function measure(sides: readonly Side[], rounds: number): Promise<void> {
  const played = sides.at(-1)?.folder ?? '';
  const measured = await inTurn(sides, rounds, (side) => rehearse(side, played));
  console.log(
    comparisonTable(
      'npm run rehearse',
      sides.map(({ name }) => name),
      measured,
      [
        { label: 'expectations met', of: ({ expectations }) => expectations },
        { label: 'releases, s', of: ({ releases }) => releases, digits: 1 },
        { label: 'the whole command, s', of: ({ elapsed }) => elapsed, digits: 1 },
        { label: '… of the processor, s', of: ({ cpu }) => cpu, digits: 1 },
        { label: 'calls that reached moto', of: ({ motoCalls }) => motoCalls },
      ],
    ),
  );
}

/** @param played the checkout whose config and applications are played */
async function rehearse({ folder }: Side, played: string): Promise<Rehearsal> {
  const own = folder === played; // what it plays by itself, whatever its options are called
  const options = [
    '--',
    '--config',
    join(played, 'pipelines.yaml'),
    '--applications',
    join(played, 'examples'),
  ];
  const command = ['npm', 'run', '--silent', 'rehearse', ...(own ? [] : options)];
  const temporary = mkdtempSync(join(tmpdir(), 'bench-rehearse-'));
  const log = followMotoLog(temporary);
  const cost = await commandCost(command, { cwd: folder, env: { TMPDIR: temporary } }).finally(() =>
    log.close(),
  );
  const motoCalls = log.calls();
  rmSync(temporary, { recursive: true, force: true });
  const [, met, all, seconds] = /(\d+) of (\d+) expectations met in (\d+\.\d+) s/.exec(cost.output) ?? [];
  if (met === undefined || met !== all)
    throw new Error(`a rehearsal must meet all its expectations, got:\n${cost.output.slice(-2_000)}`);
  return { ...cost, expectations: Number(met), releases: Number(seconds), motoCalls };
}
