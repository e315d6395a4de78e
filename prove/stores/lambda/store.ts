import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { earliest, ServiceError, type Store } from '../store';
import { settleAlarm } from './alarms';
import { getAlias, listAliases, updateAlias } from './aliases';
import { functionOf, newRevision } from './find';
import { updateFunctionCode, updateFunctionConfiguration } from './latest';
import type { FunctionRecord, VersionRecord } from './model';
import {
  deleteFunction,
  getFunction,
  getFunctionConfiguration,
  listVersionsByFunction,
  publishVersion,
} from './versions';

/** Lambda's functions with their versions and aliases; invocations are in `prove/simulated-account/lambda.ts`. */
export const lambda: Store = {
  operations: {
    DeleteFunction: deleteFunction,
    GetAlias: getAlias,
    GetFunction: getFunction,
    GetFunctionConfiguration: getFunctionConfiguration,
    GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
    ListAliases: listAliases,
    ListVersionsByFunction: listVersionsByFunction,
    PublishVersion: publishVersion,
    UpdateAlias: updateAlias,
    UpdateFunctionCode: updateFunctionCode,
    UpdateFunctionConfiguration: updateFunctionConfiguration,
  },
  settle: (simulated) =>
    recordsOf(simulated).some(
      (found) =>
        [found.latest, ...found.versions].some((one) => finish(simulated, one)) ||
        settleAlarm(simulated, found),
    ),
  nextDue: (simulated) =>
    earliest(
      recordsOf(simulated).flatMap(({ latest, versions, alarm }) => [
        alarm?.due,
        ...[latest, ...versions].map(({ pending }) => pending?.until),
      ]),
    ),
};

const recordsOf = ({ functions }: SimulatedAccount): FunctionRecord[] =>
  Object.values(functions?.functions ?? {});

/** Ends a change that is done, which makes another revision: https://github.com/aws/aws-sdk/issues/377 */
function finish(simulated: SimulatedAccount, one: VersionRecord): boolean {
  if (!one.pending || one.pending.until > simulated.now) return false;
  one.pending = undefined;
  one.revision = newRevision(simulated);
  return true;
}

/** None has any. https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html */
function getProvisionedConcurrencyConfig(
  simulated: SimulatedAccount,
  { FunctionName }: { readonly FunctionName: string },
): object {
  functionOf(simulated, FunctionName);
  throw new ServiceError(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
    404,
  );
}
