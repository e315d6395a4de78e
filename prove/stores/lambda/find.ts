import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import {
  ACCOUNT,
  nextNumber,
  REGION,
  type SimulatedAccount,
} from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { AliasRecord, FunctionRecord, FunctionsState, VersionRecord } from './model';

export const LATEST = '$LATEST';

const arnOf = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

/** @throws Error where the account has no functions of its own */
export function functionsOf({ functions }: SimulatedAccount): FunctionsState {
  if (!functions) throw new Error('The simulated account must have functions');
  return functions;
}

/** @throws ServiceError where there is no such function */
export function functionOf(simulated: SimulatedAccount, name = ''): FunctionRecord {
  const found = functionsOf(simulated).functions[name];
  if (found) return found;
  throw notFound(`Function not found: ${arnOf(name)}`);
}

/** @throws ServiceError where there is no such alias */
export function aliasOf({ name: of, aliases }: FunctionRecord, name = ''): AliasRecord {
  const found = aliases[name];
  if (found) return found;
  throw notFound(`Cannot find alias arn: ${arnOf(of)}:${name}`);
}

/**
 * The version that a qualifier names, or the one that the alias names.
 * @throws ServiceError where there is none
 */
export function versionOf(found: FunctionRecord, qualifier = LATEST): VersionRecord {
  const wanted = found.aliases[qualifier]?.version ?? qualifier;
  const version = [found.latest, ...found.versions].find((one) => one.version === wanted);
  if (version) return version;
  throw notFound(`Function not found: ${arnOf(found.name)}:${qualifier}`);
}

const notFound = (message: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', message, 404);

/** @throws ServiceError where a call means another revision than the one that there is */
export function requireRevision(
  given: string | undefined,
  { revision }: { readonly revision: string },
): void {
  if (given === undefined || given === revision) return;
  throw new ServiceError(
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource.',
    412,
  );
}

export const newRevision = (simulated: SimulatedAccount): string => `revision-${nextNumber(simulated)}`;

/** How Lambda shows a version. */
export function configurationOf(
  { name }: FunctionRecord,
  { version, content, revision, pending }: VersionRecord,
): FunctionConfiguration {
  const { CodeSha256, Handler, Runtime, MemorySize, Timeout, Environment, Architectures } = content;
  return {
    ...{ FunctionName: name, Version: version, RevisionId: revision, PackageType: 'Zip' },
    FunctionArn: version === LATEST ? arnOf(name) : `${arnOf(name)}:${version}`,
    ...{ CodeSha256, Handler, Runtime, MemorySize, Timeout, Architectures: [...Architectures] },
    Environment: { Variables: { ...Environment.Variables } },
    State: pending?.member === 'State' ? 'Pending' : 'Active',
    LastUpdateStatus: pending?.member === 'LastUpdateStatus' ? 'InProgress' : 'Successful',
  };
}
