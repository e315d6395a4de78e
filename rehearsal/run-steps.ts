import colors from 'picocolors';
import type { Expectations } from './report/expectations';
import type { Terminal } from './report/terminal';
import { endedEarly } from './until';

/** What every scenario is played with. */
export interface Playing {
  /** Aborts when the rehearsal is ended before its time. */
  readonly closing: AbortSignal;
  readonly terminal: Terminal;
  readonly expect: Expectations;
}

/** One step of a scenario. */
export interface Step<Stage> {
  readonly title: string;
  /** Why the step cannot be played on these pipelines, or nothing. */
  impossible?(stage: Stage): string | undefined;
  play(stage: Stage): Promise<void>;
  /** Whether all that follows builds on it. @default - it goes on after a miss */
  readonly vital?: boolean;
}

/** What became of a step. */
export interface StepOutcome {
  readonly title: string;
  readonly outcome: 'as expected' | 'not as expected' | 'left out';
  /** Why it was left out, or what went wrong. */
  readonly note?: string;
  /** Real time. */
  readonly seconds: number;
}

/**
 * Plays the steps of a scenario. A step that breaks ends it: the next ones build on it.
 * @throws ExpectedError where the rehearsal is ended before its time
 */
export async function playSteps<Stage extends Playing>(
  steps: readonly Step<Stage>[],
  stage: Stage,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    const impossible = step.impossible?.(stage);
    if (impossible) {
      stage.terminal.heading(`${step.title} ${colors.yellow('left out')}: ${impossible}`);
      outcomes.push({ title: step.title, outcome: 'left out', note: impossible, seconds: 0 });
      continue;
    }
    const outcome = await play(stage, step);
    outcomes.push(outcome);
    if (!outcome.note && !(step.vital && outcome.outcome === 'not as expected')) continue;
    return [...outcomes, ...leftOutAfter(steps, step)];
  }
  return outcomes;
}

function leftOutAfter<Stage>(steps: readonly Step<Stage>[], step: Step<Stage>): StepOutcome[] {
  const [number = ''] = step.title.split(':');
  return steps.slice(steps.indexOf(step) + 1).map(({ title }) => ({
    title,
    outcome: 'left out',
    note: `it builds on what went wrong: ${number}`,
    seconds: 0,
  }));
}

async function play<Stage extends Playing>(stage: Stage, step: Step<Stage>): Promise<StepOutcome> {
  const started = Date.now();
  const missedBefore = stage.expect.missed.length;
  stage.expect.begin(step.title);
  let note: string | undefined;
  try {
    await step.play(stage);
  } catch (error) {
    if (stage.closing.aborted) throw endedEarly();
    note = (error as Error).message;
    stage.expect.that(note, false);
  }
  const outcome = stage.expect.missed.length > missedBefore ? 'not as expected' : 'as expected';
  return { title: step.title, outcome, note, seconds: (Date.now() - started) / 1_000 };
}
