import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import type { ActionLocation } from '../../../../rehearsal/pipeline/deployed-pipeline';
import type { ReleaseClients } from '../../clients';
import type { ReleasePipeline } from '../../model';

/** A function that a pipeline releases to, as its deploy action names it. */
export interface FunctionLocation {
  /** The name of the action, which is the function's in the config. */
  readonly name: string;
  readonly functionName: string;
  readonly alias: string;
}

/** Where the traffic of a function's alias goes. */
export interface ServingVersion extends FunctionLocation {
  readonly version: string;
  /** Shares of other versions, from 0 to 1, by their number. Empty where one version serves. */
  readonly weights: Readonly<Record<string, number>>;
}

/** The functions of CodePipeline's deploy actions, with the stage of each, in the pipeline's order. */
export const functionsOf = ({ stages = [] }: PipelineDeclaration): (FunctionLocation & ActionLocation)[] =>
  stages.flatMap(({ name: stage = '', actions = [] }) =>
    actions
      .filter(({ actionTypeId }) => actionTypeId?.category === 'Deploy' && actionTypeId.provider === 'Lambda')
      .map(({ name = '', configuration: { FunctionName = '', FunctionAlias = '' } = {} }) => ({
        ...{ stage, action: name, name },
        ...{ functionName: FunctionName, alias: FunctionAlias },
      })),
  );

/** What each alias of the pipeline names now; functions that have no such alias are left out. */
export async function readVersions({ clients, declaration }: ReleasePipeline): Promise<ServingVersion[]> {
  const found = await Promise.all(functionsOf(declaration).map((one) => readVersion(clients, one)));
  return found.filter((one) => one !== undefined);
}

async function readVersion(
  { lambda }: ReleaseClients,
  { name, functionName, alias }: FunctionLocation,
): Promise<ServingVersion | undefined> {
  const command = new GetAliasCommand({ FunctionName: functionName, Name: alias });
  const found = await lambda.send(command).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
    return undefined;
  });
  const { FunctionVersion: version, RoutingConfig } = found ?? {};
  if (version === undefined) return undefined;
  return { name, functionName, alias, version, weights: RoutingConfig?.AdditionalVersionWeights ?? {} };
}
