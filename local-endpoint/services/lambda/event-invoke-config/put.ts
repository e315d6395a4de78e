import type { Operation } from '../../../kit/operation';
import { checkFunction } from '../functions/find-function';
import { qualifiedArn } from '../functions/reference';
import type { LambdaStore } from '../store';
import { answer, checkInput, type EventInvokeConfigInput, targetOf } from './input';

/** PutFunctionEventInvokeConfig: sets what is given and clears the rest. */
export const putFunctionEventInvokeConfig =
  (state: LambdaStore): Operation<EventInvokeConfigInput> =>
  async (input, context) => {
    checkInput(input);
    const target = targetOf(input, context);
    await checkFunction(state, target);
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
    const config = {
      LastModified: state.context.clock.now(),
      FunctionArn: qualifiedArn(target),
      MaximumRetryAttempts,
      MaximumEventAgeInSeconds,
      DestinationConfig,
    };
    state.eventInvokeConfigs.put(config);
    return answer(config);
  };
