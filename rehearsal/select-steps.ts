import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { ScenarioStep } from './run-steps';

/** What the selection of steps depends on. */
export type SelectableStep = Pick<ScenarioStep<never>, 'title' | 'required' | 'needs'>;

/**
 * The steps that are wanted and those that they need, in the order of the scenario.
 * @param wanted short names, which are what comes before a colon, or beginnings of titles @default - all steps
 * @returns none where the scenario has no such step
 */
export function selectSteps<Step extends SelectableStep>(
  steps: readonly Step[],
  wanted: readonly string[] | undefined,
): Step[] {
  if (!wanted) return [...steps];
  const selected = new Set<Step>();
  const select = (step: Step) => {
    if (selected.has(step)) return;
    selected.add(step);
    for (const needed of neededBy(step, steps)) select(needed);
  };
  for (const name of wanted) for (const step of stepsNamed(name, steps)) select(step);
  return steps.filter((step) => selected.has(step));
}

/** The required steps before a step, and those that it names. */
function neededBy<Step extends SelectableStep>({ title, needs = [] }: Step, steps: readonly Step[]): Step[] {
  const before = steps.slice(
    0,
    steps.findIndex((step) => step.title === title),
  );
  return before.filter((step) => step.required || needs.includes(step.title));
}

/** The step with this short name, or those whose titles begin so; upper and lower case are alike. */
function stepsNamed<Step extends SelectableStep>(name: string, steps: readonly Step[]): Step[] {
  const wanted = name.trim().toLowerCase();
  const named = steps.filter(({ title }) => shortName(title).toLowerCase() === wanted);
  return named.length > 0 ? named : steps.filter(({ title }) => title.toLowerCase().startsWith(wanted));
}

/** What comes before the colon of a title. */
const shortName = (title: string): string => title.split(':')[0] ?? title;

/**
 * Requires each wanted name to be that of a step, and of one step only in each scenario.
 * @throws ExpectedError which names all steps
 */
export function requireSteps(
  scenarios: readonly { readonly steps: readonly SelectableStep[] }[],
  wanted: readonly string[] | undefined,
): void {
  for (const name of wanted ?? []) {
    const found = scenarios.map(({ steps }) => (name.trim() === '' ? [] : stepsNamed(name, steps)));
    const ambiguous = found.find((steps) => steps.length > 1);
    if (ambiguous)
      throw new ExpectedError(
        `--only must be the short name of a step or the beginning of one title (got: ${name}, with which begin:${listOf(ambiguous)})`,
      );
    if (found.every((steps) => steps.length === 0))
      throw new ExpectedError(
        `--only must be the short name of a step or the beginning of its title (got: ${name}). The steps are:${listOf(scenarios.flatMap(({ steps }) => steps))}`,
      );
  }
}

const listOf = (steps: readonly SelectableStep[]): string =>
  [...new Set(steps.map(({ title }) => `\n  ${title}`))].join('');
