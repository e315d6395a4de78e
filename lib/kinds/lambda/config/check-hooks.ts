import { checkArn } from '../../../config/checks/arn';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import { minutesToShift } from '../../../config/traffic';
import type { LambdaPipeline } from './model';

type Located = LocatedPipeline<LambdaPipeline>;

/**
 * CodePipeline waits a day for the action function that waits for CodeDeploy. Each hook may take an hour, and what is given up
 * has to go back.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
const MAX_SHIFT_MINUTES = 20 * 60;

/** Hooks are functions of the environment's account and region, and the traffic moves within the day that is waited for. */
export function checkHooks(located: Located): Diagnostic[] {
  const { hooks, traffic } = located.pipeline.deploy;
  if (!hooks) return [];
  const minutes = minutesToShift(traffic);
  const rule = `takes ${minutes.toLocaleString('en')} minutes until all traffic has moved; with hooks it may take at most ${MAX_SHIFT_MINUTES.toLocaleString('en')}, because CodePipeline waits a day for the function that waits for CodeDeploy`;
  return [
    ...Object.entries(hooks).flatMap(([hook, given]: [string, string]) => checkHook(located, hook, given)),
    ...(minutes > MAX_SHIFT_MINUTES
      ? [{ path: located.at(['deploy', 'traffic', traffic.type, 'interval']), rule }]
      : []),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
function checkHook(located: Located, hook: string, given: string): Diagnostic[] {
  const field = ['deploy', 'hooks', hook];
  if (given.startsWith('arn:')) return checkArn(located, field, given, true);
  return given.length > 64
    ? [
        {
          path: located.at(field),
          rule: `must be the name of a function, at most 64 characters, got: ${given}`,
        },
      ]
    : [];
}
