import type { RehearsalContext } from './context';
import type { StepOutcome } from './report/events';
import { interruptedError } from './until';

/** One step of a scenario. */
export interface ScenarioStep<Context> {
  /** What happens; what comes before a colon is the step's short name. */
  readonly title: string;
  /** Why the step cannot run on these pipelines. @default - it always can */
  skipReason?(context: Context): string | undefined;
  run(context: Context): Promise<void>;
  /**
   * Whether all later steps build on it: they are skipped after an expectation that was not met, and `--only` plays it
   * before each of them. @default false
   */
  readonly required?: boolean;
  /** Titles of earlier steps that this one needs beside the required ones. @default - none */
  readonly needs?: readonly string[];
}

/**
 * Runs the steps of a scenario in order. After a step that throws, and after a required step that was not as expected, the
 * others are skipped.
 * @throws ExpectedError when the rehearsal is interrupted
 */
export async function runSteps<Context extends RehearsalContext>(
  steps: readonly ScenarioStep<Context>[],
  context: Context,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  const finish = (outcome: StepOutcome) => {
    context.report.emit({ type: 'step-finished', ...outcome });
    outcomes.push(outcome);
  };
  for (const [index, step] of steps.entries()) {
    const reason = step.skipReason?.(context);
    if (reason) {
      finish(skipped(step, reason));
      continue;
    }
    const outcome = await runStep(context, step);
    finish(outcome);
    if (context.trial) continue; // what a missing grant broke is given back
    if (!outcome.note && !(step.required && outcome.outcome === 'not as expected')) continue;
    const [failed = ''] = step.title.split(':');
    const builtOn = `it builds on what went wrong: ${failed}`;
    for (const later of steps.slice(index + 1)) finish({ ...skipped(later, builtOn), afterMiss: true });
    return outcomes;
  }
  return outcomes;
}

const skipped = ({ title }: Pick<ScenarioStep<never>, 'title'>, note: string): StepOutcome => ({
  title,
  outcome: 'skipped',
  note,
  seconds: 0,
});

async function runStep<Context extends RehearsalContext>(
  context: Context,
  step: ScenarioStep<Context>,
): Promise<StepOutcome> {
  const started = Date.now();
  const missedBefore = context.expect.missed.length;
  context.expect.begin(step.title);
  let note: string | undefined;
  try {
    await step.run(context);
  } catch (error) {
    if (context.closing.aborted) throw interruptedError();
    note = (error as Error).message;
    context.expect.that(note, false);
  }
  context.trial?.stepEnded(context.expect.missed.slice(missedBefore).map(({ text }) => text));
  const outcome = context.expect.missed.length > missedBefore ? 'not as expected' : 'as expected';
  return { title: step.title, outcome, note, seconds: (Date.now() - started) / 1_000 };
}
