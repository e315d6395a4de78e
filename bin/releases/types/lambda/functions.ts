import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { LambdaSettings } from '../../../../handlers/contract/lambda-settings';
import { settingsParameterName } from '../../../../handlers/contract/names';
import { SHIFT_VERSIONS } from '../../../../handlers/contract/shift-versions';
import {
  type ActionLocation,
  actionsOfProvider,
  locateAction,
} from '../../../../rehearsal/pipeline/deployed-pipeline';
import type { ReleaseClients } from '../../clients';
import type { ReleasePipeline } from '../../model';

/** A function that a pipeline releases to. */
export interface FunctionLocation {
  /** As the config calls it. */
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

/** The first action that moves the traffic of functions: CodePipeline's own, or the one that has CodeDeploy do it. */
export const locateMove = (declaration: PipelineDeclaration): ActionLocation | undefined =>
  locateAction(declaration, (action) => isOwnMove(action) || isMoveByCodeDeploy(action));

const isOwnMove = ({ actionTypeId }: ActionDeclaration): boolean =>
  actionTypeId?.category === 'Deploy' && actionTypeId.provider === 'Lambda';

const isMoveByCodeDeploy = ({ configuration }: ActionDeclaration): boolean =>
  configuration?.FunctionName?.endsWith(`-${SHIFT_VERSIONS.name}`) ?? false;

/** The functions of CodePipeline's deploy actions, in the pipeline's order; where CodeDeploy deploys, those of the settings. */
export async function readFunctions(
  pipeline: Pick<ReleasePipeline, 'clients' | 'declaration' | 'identity'>,
): Promise<readonly FunctionLocation[]> {
  const actions = actionsOfProvider(pipeline.declaration, 'Lambda');
  if (actions.some(isMoveByCodeDeploy)) return readSettings(pipeline);
  return actions
    .filter(isOwnMove)
    .map(({ name = '', configuration: { FunctionName = '', FunctionAlias = '' } = {} }) => ({
      ...{ name, functionName: FunctionName, alias: FunctionAlias },
    }));
}

async function readSettings({
  clients,
  identity,
}: Pick<ReleasePipeline, 'clients' | 'identity'>): Promise<FunctionLocation[]> {
  if (!identity) return [];
  const Name = settingsParameterName(identity);
  const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name }));
  const { alias, functions } = JSON.parse(Parameter?.Value ?? '{}') as LambdaSettings;
  return Object.entries(functions).map(([name, { functionName }]) => ({ name, functionName, alias }));
}

/** What each alias of the pipeline names now; functions that have no such alias are left out. */
export async function readVersions(pipeline: ReleasePipeline): Promise<ServingVersion[]> {
  const functions = await readFunctions(pipeline);
  const found = await Promise.all(functions.map((one) => readVersion(pipeline.clients, one)));
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
