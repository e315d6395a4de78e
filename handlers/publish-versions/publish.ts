import { type FunctionConfiguration, type LambdaClient, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { pipelineName } from '../contract/names';
import { ReleaseError } from '../errors';
import { readConfiguration } from '../versions/read-configuration';
import { describeChange } from './describe-change';
import type { FunctionLook, PublishJob } from './look';

/** A version that was published, or was there already. */
export type Published =
  | { readonly kind: 'published'; readonly version: string; readonly change: string }
  | { readonly kind: 'waiting'; readonly waitingFor: string };

/**
 * Publishes `$LATEST`, unless it is what the last version is of: then Lambda gives that again. A version that is not ready
 * yet is waited for, also where a read does not show it yet.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 * @param latest which is meant: where someone has changed it since, it is looked at again
 * @throws ReleaseError where the version cannot be made ready
 */
export async function publish(
  client: LambdaClient,
  job: PublishJob,
  { settings: { functionName }, serves, latest: looked }: FunctionLook,
  latest: FunctionConfiguration,
): Promise<Published> {
  const made = await publishUnchanged(client, job, functionName, latest);
  if (!made?.Version) return { kind: 'waiting', waitingFor: `another change of ${functionName} to end` };
  const version = made.Version;
  const ready = made.State === 'Pending' ? await readConfiguration(client, functionName, version) : made;
  if (!ready || ready.State === 'Pending')
    return {
      kind: 'waiting',
      waitingFor: `version ${version} of ${functionName} to be ready: State Pending`,
    };
  if (ready.State === 'Failed')
    throw new ReleaseError(
      `Version ${version} of ${functionName} must be ready, got: State Failed, ${ready.StateReason ?? 'no reason'}`,
    );
  if (version === serves) return { kind: 'published', version, change: 'unchanged' };
  const serving = await readConfiguration(client, functionName, serves);
  return {
    kind: 'published',
    version,
    change: serving ? describeChange(serving, { ...looked, ...made }) : 'code',
  };
}

/** @returns nothing where someone has changed the function since, or does so now */
async function publishUnchanged(
  client: LambdaClient,
  { pipeline, runningIn }: PublishJob,
  FunctionName: string,
  { CodeSha256, RevisionId }: FunctionConfiguration,
): Promise<FunctionConfiguration | undefined> {
  const Description = `Execution ${runningIn} of ${pipelineName(pipeline)}`.slice(0, MAX_DESCRIPTION);
  try {
    const request = { FunctionName, CodeSha256, Description, ...(RevisionId && { RevisionId }) };
    return await client.send(new PublishVersionCommand(request));
  } catch (error) {
    if (!isChanged(error as Error)) throw error;
    return undefined;
  }
}

/** Lambda compares the hash of the code before or after the revision, and has no name of its own for another hash. */
const isChanged = ({ name, message }: Error): boolean =>
  ['PreconditionFailedException', 'ResourceConflictException'].includes(name) ||
  (name === 'InvalidParameterValueException' && message.startsWith('CodeSHA256'));

/** Characters of a version's description. */
const MAX_DESCRIPTION = 256;
