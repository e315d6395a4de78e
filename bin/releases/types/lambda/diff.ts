import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { type Difference, differences } from '../../diff/differences';
import type { ExecutedActions, ReleasePipeline } from '../../model';
import { readFunctions, readVersions } from './functions';
import { versionsOf } from './needs';

/** Characters of a hash that people compare. */
const HASH_LENGTH = 12;

/**
 * What a release would change of functions: version, code and configuration, field by field.
 * @throws ExpectedError where the execution has published no versions yet
 */
export async function compareVersions(
  pipeline: ReleasePipeline,
  actions: ExecutedActions,
): Promise<Difference[]> {
  const published = versionsOf({ actions });
  if (Object.keys(published).length === 0)
    throw new ExpectedError('the execution has published no versions yet');
  const serving = new Map((await readVersions(pipeline)).map(({ name, version }) => [name, version]));
  const compared = (await readFunctions(pipeline)).map(async ({ name, functionName }) => {
    const versions = [serving.get(name), published[name]];
    const [before, after] = await Promise.all(
      versions.map((version) => readComparable(pipeline.clients.lambda, functionName, version)),
    );
    return differences(before, after, name);
  });
  return (await Promise.all(compared)).flat();
}

/** @returns nothing where there is no such version */
async function readComparable(
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string | undefined,
): Promise<object | undefined> {
  if (Qualifier === undefined) return undefined;
  return client
    .send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }))
    .then(comparable, (error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return undefined;
    });
}

/** With the words of the config. */
const comparable = (found: FunctionConfiguration): object => ({
  version: found.Version,
  code: found.CodeSha256?.slice(0, HASH_LENGTH),
  handler: found.Handler,
  runtime: found.Runtime,
  architecture: found.Architectures?.join(),
  memory: found.MemorySize,
  timeout: found.Timeout,
  environment: found.Environment?.Variables,
  role: found.Role,
  network: found.VpcConfig?.SubnetIds?.length
    ? [...found.VpcConfig.SubnetIds, ...(found.VpcConfig.SecurityGroupIds ?? [])].sort().join(' ')
    : undefined,
  snapStart: found.SnapStart?.ApplyOn === 'PublishedVersions' || undefined,
});
