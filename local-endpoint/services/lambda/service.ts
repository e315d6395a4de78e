import type { LocalService } from '../../kit/local-service';
import { policyReader } from '../../kit/resource-policy';
import { createLambdaObservers } from './observers';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
} from './operations/event-invoke-configs';
import { createAlias, deleteAlias, getAlias, updateAlias } from './operations/aliases';
import {
  createFunction,
  getFunction,
  getFunctionConfiguration,
  updateFunctionCode,
  updateFunctionConfiguration,
} from './operations/functions';
import { invoke } from './operations/invoke';
import {
  deleteResourcePolicy,
  getResourcePolicy,
  putResourcePolicy,
  wholePolicy,
} from './operations/resource-policies';
import { deleteFunction, listVersionsByFunction } from './operations/versions';
import { permissions } from './permissions';
import { functionNameIn } from './functions/reference';
import { resources } from './resources';
import { createLambdaStore } from './store';
import { getProvisionedConcurrencyConfig } from './operations/provisioned-concurrency';
import { publishVersion } from './versions/publish';

/**
 * Lambda: moto keeps the functions, their versions, aliases and permissions; this runs them, each in a process of its own.
 * Observers keep what moto does not.
 */
export const lambda: LocalService = {
  name: 'lambda',
  client: () => import('@aws-sdk/client-lambda'),
  otherwise: 'forward',
  keepsReads:
    /^(GetFunction(Configuration|Concurrency)?|GetAlias|GetPolicy|List(Tags|VersionsByFunction|Aliases))$/,
  standsAlone: true,
  writesChange: 'itself',
  resourceOf: ({ FunctionName }) => [functionNameIn(FunctionName)],
  permissions,
  resources,
  create(context) {
    const store = createLambdaStore(context);
    return {
      operations: {
        Invoke: invoke(store),
        GetFunction: getFunction(store),
        GetFunctionConfiguration: getFunctionConfiguration(store),
        CreateFunction: createFunction(store),
        UpdateFunctionConfiguration: updateFunctionConfiguration(store),
        UpdateFunctionCode: updateFunctionCode(store),
        PublishVersion: publishVersion(store),
        ListVersionsByFunction: listVersionsByFunction(store),
        DeleteFunction: deleteFunction(store),
        CreateAlias: createAlias(store),
        UpdateAlias: updateAlias(store),
        GetAlias: getAlias(store),
        DeleteAlias: deleteAlias(store),
        GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig(store),
        PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(store),
        UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig(store),
        GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(store),
        ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs(store),
        DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig(store),
        PutResourcePolicy: putResourcePolicy(store),
        GetResourcePolicy: getResourcePolicy(store),
        DeleteResourcePolicy: deleteResourcePolicy(store),
      },
      observers: createLambdaObservers(store),
      resourcePolicy: policyReader(context.aws, ({ text }, identity) => wholePolicy(store, text, identity)),
    };
  },
};
