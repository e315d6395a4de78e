import type { Operation } from '../../../kit/operation';
import { qualifiedArn } from '../functions/reference';
import type { LambdaStore } from '../store';
import { answer, checkInput, type EventInvokeConfigInput, noConfig, targetOf } from './input';

/** UpdateFunctionEventInvokeConfig: sets what is given and leaves the rest. */
export const updateFunctionEventInvokeConfig =
  (state: LambdaStore): Operation<EventInvokeConfigInput> =>
  async (input, context) => {
    checkInput(input);
    const target = targetOf(input, context);
    const kept = state.eventInvokeConfigs.get(target);
    if (!kept) throw noConfig(qualifiedArn(target));
    const config = {
      LastModified: state.context.clock.now(),
      FunctionArn: kept.FunctionArn,
      MaximumRetryAttempts: input.MaximumRetryAttempts ?? kept.MaximumRetryAttempts,
      MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds ?? kept.MaximumEventAgeInSeconds,
      DestinationConfig: { ...kept.DestinationConfig, ...input.DestinationConfig },
    };
    state.eventInvokeConfigs.put(config);
    return answer(config);
  };
