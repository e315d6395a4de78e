import type {
  GetParameterRequest,
  GetParameterResult,
  GetParameterHistoryRequest,
  GetParameterHistoryResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import type { ParameterState } from './model';
import { ServiceError, type Store } from '../store';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const MAX_VERSIONS = 100;

/** Parameter Store. */
export const ssm: Store = {
  operations: {
    GetParameter: getParameter,
    GetParameters: getParameters,
    GetParameterHistory: getParameterHistory,
    PutParameter: putParameter,
  },
};

function getParameter(
  { ssm: state }: SimulatedAccount,
  { Name = '' }: GetParameterRequest,
): GetParameterResult {
  const kept = state[Name.replace(/:.*/, '')];
  const found = find(state, Name);
  if (!found) throw new ServiceError(kept ? 'ParameterVersionNotFound' : 'ParameterNotFound', '');
  return { Parameter: found };
}

function getParameters(
  { ssm: state }: SimulatedAccount,
  { Names = [] }: GetParametersRequest,
): GetParametersResult {
  const found = Names.map((asked) => [asked, find(state, asked)] as const);
  return {
    Parameters: found.flatMap(([, parameter]) => parameter ?? []),
    InvalidParameters: found.flatMap(([asked, parameter]) => (parameter ? [] : [asked])),
  };
}

/** @param asked a name, or a name and a version with a colon between them */
function find(state: ParameterState, asked: string): Parameter | undefined {
  const [, Name = '', version] = /^([^:]+)(?::(\d+))?$/.exec(asked) ?? [];
  const kept = state[Name];
  if (!kept) return undefined;
  const Version = version === undefined ? kept.first + kept.values.length - 1 : Number(version);
  const Value = kept.values[Version - kept.first];
  return Value === undefined ? undefined : { Name, Type: 'String', Value, Version };
}

function getParameterHistory(
  { ssm: state }: SimulatedAccount,
  { Name = '' }: GetParameterHistoryRequest,
): GetParameterHistoryResult {
  const kept = state[Name];
  if (!kept) throw new ServiceError('ParameterNotFound', '');
  return { Parameters: kept.values.map((Value, at) => ({ Name, Value, Version: kept.first + at })) };
}

function putParameter(
  { ssm: state }: SimulatedAccount,
  { Name = '', Value = '', Overwrite = false }: PutParameterRequest,
): PutParameterResult {
  const kept = (state[Name] ??= { values: [], first: 1 });
  if (kept.values.length > 0 && !Overwrite)
    throw new ServiceError('ParameterAlreadyExists', 'The parameter already exists.');
  kept.values.push(Value);
  if (kept.values.length > MAX_VERSIONS) {
    kept.values.shift();
    kept.first += 1;
  }
  return { Version: kept.first + kept.values.length - 1, Tier: 'Standard' };
}
