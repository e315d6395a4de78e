import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { LambdaSettings } from '../../handlers/contract/lambda-settings';
import { type PipelineIdentity, settingsParameterName } from '../../handlers/contract/names';
import { PUBLISH_VERSIONS } from '../../handlers/contract/publish-versions';
import { SHIFT_VERSIONS } from '../../handlers/contract/shift-versions';
import { pythonProgram } from '../../local-endpoint/kit/programs';
import { missingSecret } from '../builds/build-values';
import { type BuildsPipeline, buildsOf } from '../builds/projects';
import type { RehearsalClients } from '../clients';
import { missingFiles } from '../git/application';
import { type GitPipeline, gitSourceOf } from '../git/git-pipeline';
import {
  type ActionLocation,
  actionsOfProvider,
  deployedPipeline,
  locateAction,
} from '../pipeline/deployed-pipeline';
import { readIdentity } from '../pipeline/identity';
import type { RecordingPipeline } from '../pipeline/release-record';
import { type FindOptions, LeftOut } from '../scenario';
import { missingNetwork } from './network';

/** A pipeline that publishes versions of Lambda functions of commits, and moves the traffic of an alias to them. */
export interface LambdaPipeline extends GitPipeline, BuildsPipeline, RecordingPipeline {
  /** In the order of their deploy actions. */
  readonly functions: readonly ReleasedFunction[];
  /** Name of the alias whose traffic moves. */
  readonly alias: string;
  /** Name of the CodeBuild project that makes the functions' code. */
  readonly project: string;
  /** The action that publishes the versions. */
  readonly publish: ActionLocation;
}

/** A function that is released, by its deploy action. */
export interface ReleasedFunction {
  /** By which the config and the action call it. */
  readonly name: string;
  readonly functionName: string;
  /** Path of the folder with its code in the artifact of the build. */
  readonly code: string;
  /** `index.handler` */
  readonly handler: string;
  /** Names of the parameters that its environment variables are read from. */
  readonly parameters: readonly string[];
  /** Percent of the traffic that the new version gets first. @default - all of it at once */
  readonly firstPercent?: number;
  /** Names of the alarms that the action watches. */
  readonly alarms: readonly string[];
}

/** Recognizes a pipeline by the action function that publishes versions, and CodePipeline's own actions after it. */
export async function describeLambdaPipeline(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
  { applicationsFolder }: FindOptions,
): Promise<LambdaPipeline | LeftOut | undefined> {
  const publish = locateAction(
    declaration,
    ({ configuration }) => configuration?.FunctionName?.endsWith(`-${PUBLISH_VERSIONS.name}`) ?? false,
  );
  const moves = actionsOfProvider(declaration, 'Lambda').filter(isDeploy);
  const deploy = locateAction(declaration, isDeploy);
  const identity = readIdentity(declaration);
  if (publish && !deploy && locateAction(declaration, isMovedByCodeDeploy))
    return new LeftOut(
      `${declaration.name} has hooks, and no step deploys the functions that CodeDeploy would invoke`,
    );
  if (!publish || !deploy || !identity) return undefined;
  const git = await gitSourceOf(clients, declaration);
  const builds = await buildsOf(clients, declaration);
  const pipeline = deployedPipeline(clients, declaration, deploy);
  if (!git || !builds)
    return new LeftOut(`${pipeline.name} takes code that is uploaded, and no step uploads any`);
  const { source, push } = git;
  if (!push) return new LeftOut(`${pipeline.name} is started by no push`);
  const settings = await readSettings(clients, identity);
  const described: LambdaPipeline = {
    ...pipeline,
    ...{ identity, source, push, builds, publish },
    functions: moves.map((move) => releasedFunction(move, settings)),
    alias: settings.alias,
    project: buildProject(declaration),
    roles: [...pipeline.roles, ...builds.roles],
    watched: moves.map(({ name = '' }) => name),
  };
  const reason =
    missingFiles(described, 'builds', applicationsFolder) ??
    unplayable(described, settings) ??
    (await missingNetwork(described, settings)) ??
    (await missingSecret(described));
  return reason === undefined ? described : new LeftOut(reason);
}

const isDeploy = ({ actionTypeId }: ActionDeclaration): boolean =>
  actionTypeId?.category === 'Deploy' && actionTypeId.provider === 'Lambda';

const isMovedByCodeDeploy = ({ configuration }: ActionDeclaration): boolean =>
  configuration?.FunctionName?.endsWith(`-${SHIFT_VERSIONS.name}`) ?? false;

const buildProject = (declaration: PipelineDeclaration): string =>
  actionsOfProvider(declaration, 'CodeBuild').find(({ actionTypeId }) => actionTypeId?.category === 'Build')
    ?.configuration?.ProjectName ?? '';

async function readSettings({ ssm }: RehearsalClients, identity: PipelineIdentity): Promise<LambdaSettings> {
  const Name = settingsParameterName(identity);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return JSON.parse(Parameter?.Value ?? '{}') as LambdaSettings;
}

function releasedFunction(
  { name = '', configuration = {} }: ActionDeclaration,
  { functions }: LambdaSettings,
): ReleasedFunction {
  const { FunctionName: functionName = '', DeployStrategy = '', Alarms = '' } = configuration;
  const [, percent] = /^(?:Canary|Linear)(\d+)Percent/.exec(DeployStrategy) ?? [];
  return {
    ...{ name, functionName },
    code: functions[name]?.code ?? '',
    handler: functions[name]?.handler ?? '',
    parameters: Object.values(functions[name]?.parameters ?? {}),
    ...(percent !== undefined && { firstPercent: Number(percent) }),
    alarms: Alarms.split(',').filter((alarm) => alarm !== ''),
  };
}

/** Why steps cannot change or call the functions. */
function unplayable({ name }: LambdaPipeline, { functions }: LambdaSettings): string | undefined {
  for (const [one, { functionName, existing, runtime = '', code }] of Object.entries(functions)) {
    if (existing)
      return `${name} releases ${functionName} as ${one}, which is to be there already, and a rehearsal makes no functions of its own`;
    if (!runtime.startsWith('nodejs') && !(runtime.startsWith('python') && pythonProgram()))
      return `${name} releases ${one} for ${runtime}, and the local endpoint runs functions for nodejs, and for python where python3 is on PATH`;
    if (code.endsWith('.zip'))
      return `${name} takes the code of ${one} from ${code}, and a rehearsal changes the code of folders only`;
  }
  return undefined;
}
