import colors from 'picocolors';
import type { StepOutcome } from '../run-steps';
import type { Expectations } from './expectations';
import type { Terminal } from './terminal';

/** The outcome of all steps on the pipelines of one application. */
export interface RehearsedApplication {
  /** Names of the pipelines, joined for display. */
  readonly pipelines: string;
  readonly steps: readonly StepOutcome[];
}

/** Prints each step of each application with its outcome, then every expectation that was not met. */
export function summarize(
  terminal: Terminal,
  applications: readonly RehearsedApplication[],
  expect: Expectations,
): void {
  const all = applications.flatMap(({ steps }) => steps);
  const several = applications.length > 1;
  const width = Math.max(...all.map(({ title }) => title.length));
  terminal.heading('Summary');
  for (const { pipelines, steps } of applications) {
    if (several) terminal.line(`  ${pipelines}`);
    for (const step of steps) terminal.line(stepLine(step, width, several ? '    ' : '  '));
  }
  const total = all.reduce((sum, { seconds }) => sum + seconds, 0);
  const met = expect.all.length - expect.missed.length;
  terminal.line(`\n  ${met} of ${expect.all.length} expectations met in ${total.toFixed(1)} s`);
  for (const { step, text } of expect.missed) terminal.line(colors.red(`  not met in "${step}": ${text}`));
}

const COLORS = {
  'as expected': colors.green,
  skipped: colors.yellow,
  'not as expected': colors.red,
} as const;

function stepLine({ title, outcome, note, seconds }: StepOutcome, width: number, indent: string): string {
  const detail = outcome === 'skipped' ? `(${note})` : `${seconds.toFixed(1)} s`;
  return `${indent}${title.padEnd(width)}  ${COLORS[outcome](outcome)}  ${detail}`;
}
