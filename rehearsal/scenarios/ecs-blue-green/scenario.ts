import colors from 'picocolors';
import type { PacedClock } from '../../clock';
import type { Expectations } from '../expectations';
import type { Terminal } from '../terminal';
import { endedEarly } from '../until';
import type { Application } from './application';
import type { Stage } from './stage';
import { STEPS } from './steps';
import { watchPipelines } from './watch';

/** What the scenario is played with. */
export interface ScenarioOptions {
  readonly clock: PacedClock;
  /** Aborts when the rehearsal is ended before its time. */
  readonly closing: AbortSignal;
  /** The clock's usual speed. */
  readonly speed: number;
  readonly terminal: Terminal;
  readonly expect: Expectations;
  /** Where a team keeps appspec.yaml and taskdef.json, by repository and environment. */
  readonly settingsFolder: string;
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
 * Plays a release's life on one application. A step that breaks ends the scenario: the next ones build on it.
 * @throws ExpectedError where the rehearsal is ended before its time
 */
export async function playEcsBlueGreen(
  application: Application,
  options: ScenarioOptions,
): Promise<StepOutcome[]> {
  const stage: Stage = { application, ...options, settings: new Map(), serving: new Map() };
  const watcher = watchPipelines(application.pipelines, options, options.terminal);
  const outcomes: StepOutcome[] = [];
  try {
    for (const step of STEPS) {
      const impossible = step.impossible?.(stage);
      if (impossible) {
        options.terminal.heading(`${step.title} ${colors.yellow('left out')}: ${impossible}`);
        outcomes.push({ title: step.title, outcome: 'left out', note: impossible, seconds: 0 });
        continue;
      }
      const outcome = await play(stage, step);
      outcomes.push(outcome);
      if (!outcome.note && !(step.vital && outcome.outcome === 'not as expected')) continue;
      outcomes.push(...leftOutAfter(step));
      break;
    }
  } finally {
    await watcher.stop();
  }
  return outcomes;
}

function leftOutAfter(step: (typeof STEPS)[number]): StepOutcome[] {
  const [number = ''] = step.title.split(':');
  return STEPS.slice(STEPS.indexOf(step) + 1).map(({ title }) => ({
    title,
    outcome: 'left out',
    note: `it builds on what went wrong: ${number}`,
    seconds: 0,
  }));
}

async function play(stage: Stage, step: (typeof STEPS)[number]): Promise<StepOutcome> {
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
