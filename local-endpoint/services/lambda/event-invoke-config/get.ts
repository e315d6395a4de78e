import type { Operation } from '../../../kit/operation';
import { qualifiedArn } from '../functions/reference';
import type { LambdaStore } from '../store';
import { answer, type EventInvokeConfigTarget, noConfig, targetOf } from './input';

/** GetFunctionEventInvokeConfig. */
export const getFunctionEventInvokeConfig =
  (state: LambdaStore): Operation<EventInvokeConfigTarget> =>
  async (input, context) => {
    const target = targetOf(input, context);
    const config = state.eventInvokeConfigs.get(target);
    if (!config) throw noConfig(qualifiedArn(target));
    return answer(config);
  };
