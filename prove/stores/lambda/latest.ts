import { createHash } from 'node:crypto';
import type {
  FunctionConfiguration,
  UpdateFunctionCodeRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import { configurationOf, functionOf, newRevision, requireRevision } from './find';
import type { FunctionContent, FunctionRecord } from './model';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export function updateFunctionCode(
  simulated: SimulatedAccount,
  { FunctionName, ZipFile, Architectures, RevisionId }: UpdateFunctionCodeRequest,
): FunctionConfiguration {
  const found = functionOf(simulated, FunctionName);
  if (!ZipFile) throw new ServiceError('InvalidParameterValueException', 'ZipFile must be given');
  return change(simulated, found, RevisionId, {
    ...codeOf(ZipFile),
    ...(Architectures && { Architectures }),
  });
}

/** What is not given stays as it is. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export function updateFunctionConfiguration(
  simulated: SimulatedAccount,
  request: UpdateFunctionConfigurationRequest,
): FunctionConfiguration {
  const { FunctionName, RevisionId, Handler, Runtime, MemorySize, Timeout, Environment } = request;
  const found = functionOf(simulated, FunctionName);
  return change(simulated, found, RevisionId, {
    ...(Handler !== undefined && { Handler }),
    ...(Runtime !== undefined && { Runtime }),
    ...(MemorySize !== undefined && { MemorySize }),
    ...(Timeout !== undefined && { Timeout }),
    ...(Environment && { Environment: { Variables: { ...Environment.Variables } } }),
  });
}

/** Code as it is uploaded. */
export function codeOf(zip: Uint8Array): Pick<FunctionContent, 'CodeSha256' | 'files'> {
  const files = Object.entries(unzipSync(zip));
  return {
    CodeSha256: createHash('sha256').update(zip).digest('base64'),
    files: Object.fromEntries(files.map(([path, bytes]) => [path, Buffer.from(bytes).toString()])),
  };
}

/** Lambda makes one change at a time, for a while. https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html */
function change(
  simulated: SimulatedAccount,
  found: FunctionRecord,
  revision: string | undefined,
  content: Partial<FunctionContent>,
): FunctionConfiguration {
  const { latest, seconds } = found;
  requireIdle(found);
  requireRevision(revision, latest);
  latest.content = { ...latest.content, ...content };
  latest.revision = newRevision(simulated);
  if (seconds.change > 0)
    latest.pending = { member: 'LastUpdateStatus', until: simulated.now + seconds.change * 1000 };
  return configurationOf(found, latest);
}

/** @throws ServiceError while Lambda is not done with an earlier change */
export function requireIdle({ name, latest: { pending } }: FunctionRecord): void {
  if (!pending) return;
  const what =
    pending.member === 'State'
      ? 'The function is currently in the following state: Pending'
      : 'An update is in progress';
  throw new ServiceError(
    'ResourceConflictException',
    `The operation cannot be performed at this time. ${what} for resource: ${name}`,
    409,
  );
}
