import type { ActionFunction } from '../../handlers/contract/action-function';
import { actionFunctionName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from './action';
import type { Arns } from './arns';
import type { Grant } from './grant';

export interface InvokeProps extends Pick<Action, 'name' | 'inputs' | 'namespace' | 'runOrder'> {
  /** As the function's contract makes them; at most 1,000 characters. */
  readonly userParameters: string;
  /** What the function does with the pipeline's role; the right to invoke it goes with the first. @default - nothing */
  readonly grants?: readonly Grant[];
}

/**
 * Invokes one of the environment's action functions for the pipeline. It works with the pipeline's role, which is
 * why its rights are here. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html
 */
export function invoke(
  action: ActionFunction,
  { userParameters, grants = [], ...rest }: InvokeProps,
  { prefix, environment }: PipelineIdentity,
  arns: Arns,
): Action {
  const functionName = actionFunctionName(prefix, environment, action.name);
  const functionArn = arns.function(functionName);
  const [first, ...others] = grants;
  return {
    ...rest,
    invokes: action,
    category: 'Invoke',
    provider: 'Lambda',
    configuration: { FunctionName: functionName, UserParameters: userParameters },
    // What a condition limits must not limit the invocation, so that only an unconditional grant takes it in.
    grants:
      first && !first.conditions
        ? [
            { ...first, actions: [INVOKE, ...first.actions], resources: [functionArn, ...first.resources] },
            ...others,
          ]
        : [{ actions: [INVOKE], resources: [functionArn] }, ...grants],
  };
}

/** What CodePipeline does with the pipeline's role to run the action. */
export const INVOKE = 'lambda:InvokeFunction';
