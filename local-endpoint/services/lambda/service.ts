import type { Observer, Service } from '../../endpoint/service';
import type { World } from '../../kit/context';
import { deleteFunctionEventInvokeConfig } from './event-invoke-config/delete';
import { getFunctionEventInvokeConfig } from './event-invoke-config/get';
import { listFunctionEventInvokeConfigs } from './event-invoke-config/list';
import { putFunctionEventInvokeConfig } from './event-invoke-config/put';
import { updateFunctionEventInvokeConfig } from './event-invoke-config/update';
import { getFunction, getFunctionConfiguration } from './functions/get-function';
import { invoke } from './invocation/invoke';
import { createLambdaObservers } from './observers';
import { LambdaState } from './state';

/**
 * Lambda: moto keeps the functions, their versions, aliases and permissions; this runs them, in a process each. The
 * service and its observers share what they know of one function, so they come together.
 */
export function createLambda(world: World): { readonly service: Service; readonly observers: Observer[] } {
  const state = new LambdaState(world);
  const service: Service = {
    name: 'lambda',
    otherwise: 'forward',
    operations: {
      Invoke: invoke(state),
      GetFunction: getFunction(state),
      GetFunctionConfiguration: getFunctionConfiguration(state),
      PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(state),
      UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig(state),
      GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(state),
      ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs(state),
      DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig(state),
    },
  };
  return { service, observers: createLambdaObservers(state) };
}
