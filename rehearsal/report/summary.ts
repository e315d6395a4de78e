import colors from 'picocolors';
import type { StepOutcome } from '../run-steps';
import type { Expectations } from './expectations';
import type { Terminal } from './terminal';

/** What was played on the pipelines of one application. */
export interface PlayedApplication {
  /** Their names, as a person reads them. */
  readonly pipelines: string;
  readonly steps: readonly StepOutcome[];
}

/** Closes a rehearsal: each step of each application with its outcome, then every expectation that was not met. */
export function summarize(
  terminal: Terminal,
  played: readonly PlayedApplication[],
  expect: Expectations,
): void {
  const all = played.flatMap(({ steps }) => steps);
  const width = Math.max(...all.map(({ title }) => title.length));
  terminal.heading('Summary');
  for (const { pipelines, steps } of played) {
    if (played.length > 1) terminal.line(`  ${pipelines}`);
    for (const step of steps) terminal.line(stepLine(step, width, played.length > 1 ? '    ' : '  '));
  }
  const total = all.reduce((sum, { seconds }) => sum + seconds, 0);
  const met = expect.all.length - expect.missed.length;
  terminal.line(`\n  ${met} of ${expect.all.length} expectations met in ${total.toFixed(1)} s`);
  for (const { step, text } of expect.missed) terminal.line(colors.red(`  not met in "${step}": ${text}`));
}

const COLORS = {
  'as expected': colors.green,
  'left out': colors.yellow,
  'not as expected': colors.red,
} as const;

function stepLine({ title, outcome, note, seconds }: StepOutcome, width: number, indent: string): string {
  const aside = outcome === 'left out' ? `(${note})` : `${seconds.toFixed(1)} s`;
  return `${indent}${title.padEnd(width)}  ${COLORS[outcome](outcome)}  ${aside}`;
}
