import colors from 'picocolors';
import type { StepOutcome } from './ecs-blue-green/scenario';
import type { Expectations } from './expectations';
import type { Terminal } from './terminal';

/** Closes a rehearsal: each step with its outcome, then every expectation that was not met. */
export function summarize(terminal: Terminal, outcomes: readonly StepOutcome[], expect: Expectations): void {
  const width = Math.max(...outcomes.map(({ title }) => title.length));
  terminal.heading('Summary');
  for (const { title, outcome, note, seconds } of outcomes) {
    const shown =
      outcome === 'as expected'
        ? colors.green(outcome)
        : outcome === 'left out'
          ? colors.yellow(outcome)
          : colors.red(outcome);
    const aside = outcome === 'left out' ? `  (${note})` : `  ${seconds.toFixed(1)} s`;
    terminal.line(`  ${title.padEnd(width)}  ${shown}${aside}`);
  }
  const total = outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
  const met = expect.all.length - expect.missed.length;
  terminal.line(`\n  ${met} of ${expect.all.length} expectations met in ${total.toFixed(1)} s`);
  for (const { step, text } of expect.missed) terminal.line(colors.red(`  not met in "${step}": ${text}`));
}
