import type { Operation } from '../../../kit/operation';
import { checkFunction } from '../functions/find-function';
import type { LambdaStore } from '../store';
import { answer, type EventInvokeConfigTarget, targetOf } from './input';

/** ListFunctionEventInvokeConfigs: those of a function's versions and aliases, in one page. */
export const listFunctionEventInvokeConfigs =
  (state: LambdaStore): Operation<EventInvokeConfigTarget> =>
  async (input, context) => {
    const target = targetOf(input, context);
    await checkFunction(state, target);
    return { FunctionEventInvokeConfigs: state.eventInvokeConfigs.list(target).map(answer) };
  };
