import { GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LocalService } from '../../kit/local-service';
import { policyReader } from '../../kit/resource-policy';
import { deleteFunctionEventInvokeConfig } from './event-invoke-config/delete';
import { getFunctionEventInvokeConfig } from './event-invoke-config/get';
import { listFunctionEventInvokeConfigs } from './event-invoke-config/list';
import { putFunctionEventInvokeConfig } from './event-invoke-config/put';
import { updateFunctionEventInvokeConfig } from './event-invoke-config/update';
import { getFunction, getFunctionConfiguration } from './functions/get-function';
import { invoke } from './invocation/invoke';
import { createLambdaObservers } from './observers';
import { LambdaStore } from './store';
import { permissions } from './permissions';
import { resources } from './resources';

/**
 * Lambda: moto keeps the functions, their versions, aliases and permissions; this runs them, in a process each. The
 * service and its observers share what they know of one function, so they come together.
 */
export const lambda: LocalService = {
  name: 'lambda',
  otherwise: 'forward',
  permissions,
  resources,
  create(context) {
    const state = new LambdaStore(context);
    return {
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
      observers: createLambdaObservers(state),
      resourcePolicy: policyReader(context.aws, async ({ resource }, identity) => {
        const [FunctionName = '', Qualifier] = resource.replace(/^function:/, '').split(':');
        const request = new GetPolicyCommand({ FunctionName, ...(Qualifier && { Qualifier }) });
        return (await new LambdaClient(identity).send(request)).Policy;
      }),
    };
  },
};
