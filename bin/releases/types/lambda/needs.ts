import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { VERSIONS_NAMESPACE } from '../../../../handlers/contract/publish-versions';
import type { Need, ReleasePipeline, RollbackTarget } from '../../model';
import { readFunctions } from './functions';

/** The version of each function that an execution published, by the function's name in the config. */
export const versionsOf = ({
  actions,
}: Pick<RollbackTarget, 'actions'>): Readonly<Record<string, string | undefined>> =>
  actions.find(({ input }) => input?.namespace === VERSIONS_NAMESPACE)?.output?.outputVariables ?? {};

/** The published versions, of which old ones are deleted. */
export async function readVersionNeeds(
  pipeline: ReleasePipeline,
  target: RollbackTarget,
): Promise<readonly Need[]> {
  const versions = versionsOf(target);
  return Promise.all(
    (await readFunctions(pipeline)).map(async ({ name, functionName }) => {
      const version = versions[name];
      if (version === undefined)
        return { what: `a version of ${functionName}`, missing: 'the execution published none' };
      return {
        what: `version ${version} of ${functionName}`,
        missing: await missingVersion(pipeline.clients.lambda, functionName, version),
      };
    }),
  );
}

async function missingVersion(
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string,
): Promise<string | undefined> {
  return client.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier })).then(
    () => undefined,
    (error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return 'it is deleted';
    },
  );
}
