import { ActionFailure, type ActionJob } from '../provider';
import { parseStrategy, type Strategy } from './strategy';

/** What an action is to do. */
export interface LambdaDeploySettings {
  readonly functionName: string;
  /** @default - the code of the artifact goes to `$LATEST`, and no traffic is moved */
  readonly alias?: string;
  /** @default - a version is published of the artifact */
  readonly targetVersion?: string;
  readonly strategy: Strategy;
  /** Names. */
  readonly alarms: readonly string[];
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html#action-reference-LambdaDeploy-parameters */
const MAX_ALARMS = 10;

/** @throws ActionFailure for what the action does not take */
export function readSettings({ configuration, action }: ActionJob): LambdaDeploySettings {
  const { FunctionName = '', FunctionAlias, PublishedTargetVersion, DeployStrategy, Alarms } = configuration;
  if (!PublishedTargetVersion && action.inputArtifacts.length === 0)
    throw wrong('PublishedTargetVersion is required where the action has no input artifact.');
  if (!FunctionAlias && (PublishedTargetVersion || DeployStrategy))
    throw wrong('PublishedTargetVersion and DeployStrategy are available only where FunctionAlias is given.');
  const alarms = (Alarms ?? '').split(',').flatMap((name) => name.trim() || []);
  if (alarms.length > MAX_ALARMS)
    throw wrong(`Alarms must name at most ${MAX_ALARMS} alarms (got: ${alarms.length}).`);
  return {
    functionName: FunctionName,
    ...(FunctionAlias && { alias: FunctionAlias }),
    ...(PublishedTargetVersion && { targetVersion: PublishedTargetVersion }),
    strategy: parseStrategy(DeployStrategy),
    alarms,
  };
}

const wrong = (message: string): ActionFailure => new ActionFailure('ConfigurationError', message);
