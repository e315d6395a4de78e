import type { Operation } from '../../../kit/operation';
import { qualifiedArn } from '../functions/reference';
import type { LambdaStore } from '../store';
import { type EventInvokeConfigTarget, noConfig, targetOf } from './input';

/** DeleteFunctionEventInvokeConfig. */
export const deleteFunctionEventInvokeConfig =
  (state: LambdaStore): Operation<EventInvokeConfigTarget> =>
  async (input, context) => {
    const target = targetOf(input, context);
    if (!state.eventInvokeConfigs.get(target)) throw noConfig(qualifiedArn(target));
    state.eventInvokeConfigs.delete(target);
    return {};
  };
