import { ActionFailure } from '../provider';

/** The shares of the traffic that the new version gets, one after the other, each for some minutes; then it gets all. */
export interface Strategy {
  /** Percent, rising, below 100. Empty where all goes at once. */
  readonly steps: readonly number[];
  /** How long each step lasts. */
  readonly minutes: number;
}

const MAX_MINUTES = 2 * 24 * 60;

/**
 * `AllAtOnce`, `Canary10Percent5Minutes` or `Linear10PercentEvery1Minute`, with other numbers.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html#action-reference-LambdaDeploy-parameters
 * @throws ActionFailure for anything else, and for more than two days of waiting
 */
export function parseStrategy(text = 'AllAtOnce'): Strategy {
  if (text === 'AllAtOnce') return { steps: [], minutes: 0 };
  const canary = /^Canary(\d+)Percent(\d+)Minutes?$/.exec(text);
  const linear = /^Linear(\d+)PercentEvery(\d+)Minutes?$/.exec(text);
  const [percent = 0, minutes = 0] = (canary ?? linear ?? []).slice(1).map(Number);
  if (percent < 1 || percent > 99 || minutes < 1)
    throw wrong(
      text,
      'AllAtOnce, or like Canary10Percent5Minutes or Linear10PercentEvery1Minute, with 1 to 99 percent',
    );
  const steps = canary ? [percent] : multiplesBelow100(percent);
  if (steps.length * minutes > MAX_MINUTES)
    throw wrong(text, `of at most ${MAX_MINUTES} minutes in all, which is two days`);
  return { steps, minutes };
}

const multiplesBelow100 = (percent: number): number[] =>
  Array.from({ length: Math.ceil(100 / percent) - 1 }, (_, index) => percent * (index + 1));

const wrong = (text: string, rule: string): ActionFailure =>
  new ActionFailure('ConfigurationError', `DeployStrategy must be ${rule} (got: ${text}).`);
