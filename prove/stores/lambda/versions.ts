import type {
  DeleteFunctionRequest,
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionResponse,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
  PublishVersionRequest,
} from '@aws-sdk/client-lambda';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import {
  configurationOf,
  functionOf,
  functionsOf,
  LATEST,
  newRevision,
  requireRevision,
  versionOf,
} from './find';
import { requireIdle } from './latest';
import type { FunctionRecord, VersionRecord } from './model';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export function getFunctionConfiguration(
  simulated: SimulatedAccount,
  { FunctionName, Qualifier }: GetFunctionConfigurationRequest,
): FunctionConfiguration {
  const found = functionOf(simulated, FunctionName);
  return configurationOf(found, versionOf(found, Qualifier));
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction = (
  simulated: SimulatedAccount,
  request: GetFunctionConfigurationRequest,
): GetFunctionResponse => ({ Configuration: getFunctionConfiguration(simulated, request) });

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export function listVersionsByFunction(
  simulated: SimulatedAccount,
  { FunctionName }: ListVersionsByFunctionRequest,
): ListVersionsByFunctionResponse {
  const found = functionOf(simulated, FunctionName);
  return { Versions: [found.latest, ...found.versions].map((one) => configurationOf(found, one)) };
}

/**
 * Publishes `$LATEST`, unless it is what the last version is of, which is given then.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export function publishVersion(
  simulated: SimulatedAccount,
  { FunctionName, CodeSha256, RevisionId }: PublishVersionRequest,
): FunctionConfiguration {
  const found = functionOf(simulated, FunctionName);
  const { latest, versions, seconds } = found;
  requireIdle(found);
  requireRevision(RevisionId, latest);
  if (CodeSha256 !== undefined && CodeSha256 !== latest.content.CodeSha256)
    throw invalid(`CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST`);
  const last = versions.find(({ version }) => version === `${found.last}`);
  if (last && JSON.stringify(last.content) === JSON.stringify(latest.content))
    return configurationOf(found, last);
  const made: VersionRecord = {
    ...{ version: `${++found.last}`, content: latest.content, revision: newRevision(simulated) },
    ...(seconds.publish > 0 && {
      pending: { member: 'State', until: simulated.now + seconds.publish * 1000 },
    }),
  };
  versions.push(made);
  return configurationOf(found, made);
}

/**
 * Deletes a function, or one version of it that no alias names.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export function deleteFunction(
  simulated: SimulatedAccount,
  { FunctionName = '', Qualifier }: DeleteFunctionRequest,
): object {
  const found = functionOf(simulated, FunctionName);
  if (Qualifier === undefined) delete functionsOf(simulated).functions[FunctionName];
  else deleteVersion(found, Qualifier);
  return {};
}

function deleteVersion(found: FunctionRecord, qualifier: string): void {
  if (qualifier === LATEST) throw invalid('$LATEST version cannot be deleted without deleting the function.');
  const deleted = versionOf(found, qualifier);
  const naming = Object.entries(found.aliases).filter(
    ([, { version, weights }]) => version === qualifier || qualifier in weights,
  );
  if (naming.length > 0)
    throw new ServiceError(
      'ResourceConflictException',
      `Unable to delete version because the following aliases reference it: [${naming.map(([name]) => name).join(', ')}]`,
      409,
    );
  found.versions = found.versions.filter((one) => one !== deleted);
}

const invalid = (message: string): ServiceError =>
  new ServiceError('InvalidParameterValueException', message);
