import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import type { ActionParameters } from '../contract/action-parameters';
import type { FunctionSettings, LambdaSettings } from '../contract/lambda-settings';
import { pipelineName } from '../contract/names';
import type { PublishVersionsParameters } from '../contract/publish-versions';
import { ConfigurationError, ReleaseError } from '../errors';
import type { ConfirmedJob, JobState } from '../job/pipeline-job';
import {
  type Alias,
  describeAlias,
  hasWeights,
  LATEST,
  readAlias,
  updateAliasCommand,
} from '../versions/alias';
import { readConfiguration } from '../versions/read-configuration';
import { isBeingDeployed } from './being-deployed';
import { type WantedFunction, wantedOf } from './wanted';

export type PublishJob = ConfirmedJob<Omit<PublishVersionsParameters, keyof ActionParameters>>;

/** What is called with the pipeline's role. */
export interface PublishClients {
  readonly lambda: LambdaClient;
  readonly codePipeline: CodePipelineClient;
}

/** A function as it was found. */
export interface FunctionLook {
  /** In the config. */
  readonly name: string;
  readonly settings: WantedFunction;
  /** Of `$LATEST`. */
  readonly latest: FunctionConfiguration;
  /** The version that the alias names, or `$LATEST`. */
  readonly serves: string;
  /** What an earlier invocation for this action has found. @default - this is the first that looks */
  readonly before?: EarlierLook;
}

/** What a token carries of a function. */
export interface EarlierLook {
  /** Of the code that is to be published, base64. */
  readonly sha256: string;
  /** The version that the alias named. */
  readonly serves: string;
  /** Whether this action has begun to change the function. */
  readonly isChanged: boolean;
}

/**
 * Looks at all functions.
 * @throws ConfigurationError, ReleaseError for what no version can be published of, or no traffic be moved to
 */
export async function lookAtAll(
  clients: PublishClients,
  job: PublishJob,
  settings: LambdaSettings,
): Promise<FunctionLook[]> {
  const names = Object.keys(settings.functions);
  const before = earlierLooks(job.continuation?.state, names);
  const looks: FunctionLook[] = [];
  for (const [name, one] of Object.entries(settings.functions)) {
    const latest = await readLatest(clients.lambda, name, one);
    const known = before?.[name];
    const serves = known?.serves ?? (await readServing(clients, job, one, settings));
    looks.push({ name, settings: wantedOf(one, latest), latest, serves, before: known });
  }
  return looks;
}

/** The state of a token: `hash serves changed` by function. */
export const stateOf = (looks: Readonly<Record<string, EarlierLook>>): JobState | undefined => {
  const state = Object.fromEntries(
    Object.entries(looks).map(([name, one]) => [name, `${one.sha256} ${one.serves} ${one.isChanged}`]),
  );
  return JSON.stringify(state).length <= MAX_STATE_LENGTH ? state : undefined;
};

/** Characters that surely fit into a token, beside what is waited for. Without a state everything is read again. */
const MAX_STATE_LENGTH = 1200;

function earlierLooks(
  state: JobState | undefined,
  names: readonly string[],
): Readonly<Record<string, EarlierLook>> | undefined {
  const looks = names.map((name) => {
    const [sha256 = '', serves = '', isChanged] = `${state?.[name] ?? ''}`.split(' ');
    return [name, { sha256, serves, isChanged: isChanged === 'true' }] as const;
  });
  return looks.every(([, { serves }]) => serves !== '') ? Object.fromEntries(looks) : undefined;
}

async function readLatest(
  client: LambdaClient,
  name: string,
  { functionName, environment }: FunctionSettings,
): Promise<FunctionConfiguration> {
  const latest = await readConfiguration(client, functionName);
  if (!latest)
    throw new ConfigurationError(
      `functions.${name} must be a function that exists, got: ${functionName}; deploy the stack that owns it`,
    );
  if (latest.PackageType === 'Image')
    throw new ConfigurationError(
      `functions.${name} must be a function of package type Zip, got: ${functionName} of type Image`,
    );
  if (latest.State === 'Failed')
    throw new ReleaseError(
      `Function ${functionName} must be ready, got: State Failed, ${latest.StateReason ?? 'no reason'}`,
    );
  if (environment && latest.Environment?.Error)
    throw new ConfigurationError(
      `The environment variables of ${functionName} must be readable, got: ${latest.Environment.Error.ErrorCode}, ${latest.Environment.Error.Message}`,
    );
  return latest;
}

/**
 * The version that serves, or `$LATEST` where that is to. Weights are of the deployment of an execution before this one,
 * where that still runs, and its stage lets this one in when it has ended.
 */
async function readServing(
  { lambda, codePipeline }: PublishClients,
  job: PublishJob,
  { functionName, existing }: FunctionSettings,
  { alias: name, latest }: LambdaSettings,
): Promise<string> {
  const alias = await readAlias(lambda, functionName, name);
  if (!alias)
    throw new ConfigurationError(
      `Function ${functionName} must have the alias ${name}, which releases move, got: none; ${existing ? makeAlias(functionName, name, latest) : 'deploy the stack that owns it'}`,
    );
  if (latest) return requireLatest(alias);
  if (alias.version === LATEST)
    throw new ConfigurationError(
      `Alias ${name} of ${functionName} must name a version, got: $LATEST, from which no release can be taken back; ${updateAliasCommand(alias, '--function-version VERSION')}`,
    );
  if (hasWeights(alias) && !(await isBeingDeployed(codePipeline, pipelineName(job.pipeline), job.runningIn)))
    throw new ReleaseError(
      `Alias ${name} of ${functionName} must have no weights, got: ${describeAlias(alias)}, though nothing is being deployed; keep the version that is to serve: ${updateAliasCommand(alias, '--function-version VERSION --routing-config AdditionalVersionWeights={}')}`,
    );
  return alias.version;
}

/** @throws ReleaseError where a release of `$LATEST` would not reach who calls the alias */
function requireLatest(alias: Alias): string {
  if (alias.version !== LATEST || hasWeights(alias))
    throw new ReleaseError(
      `Alias ${alias.name} of ${alias.functionName} must name $LATEST, as deploy.latest says, got: ${describeAlias(alias)}; somebody moved it: ${updateAliasCommand(alias, "--function-version '$LATEST' --routing-config AdditionalVersionWeights={}")}`,
    );
  return alias.version;
}

/** How a person makes the alias of an existing function, which no stack of the factory does. */
function makeAlias(functionName: string, name: string, latest = false): string {
  const create = `aws lambda create-alias --function-name ${functionName} --name ${name} --function-version`;
  return latest
    ? `make it: ${create} '$LATEST'`
    : `publish what serves and make it: aws lambda publish-version --function-name ${functionName}; ${create} VERSION`;
}
