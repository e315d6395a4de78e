import {
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { LambdaStore } from '../store';
import { type FunctionReference, functionArn } from './reference';
import type { RunnableFunction } from './runnable-function';
import { asAwsError } from './sdk-error';

/**
 * Finds what a reference stands for.
 * @throws AwsError ResourceNotFoundException where there is none; InvalidParameterValueException, naming the setting,
 * for a function the endpoint cannot run: another runtime than nodejs, a container image, layers
 */
export async function findFunction(
  state: LambdaStore,
  reference: FunctionReference,
): Promise<RunnableFunction> {
  const client = new LambdaClient(state.context.aws.asService(reference.account, reference.region));
  try {
    const qualifier = await versionBehind(client, reference);
    const request = { FunctionName: reference.name, Qualifier: qualifier };
    const found = await client.send(new GetFunctionConfigurationCommand(request));
    return runnable(state, reference, found);
  } catch (error) {
    throw asAwsError(error);
  }
}

/**
 * Makes sure that a function, version or alias exists.
 * @throws AwsError ResourceNotFoundException where it does not
 */
export async function checkFunction(
  state: LambdaStore,
  { account, region, name, qualifier }: FunctionReference,
) {
  const client = new LambdaClient(state.context.aws.asService(account, region));
  try {
    await client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier }));
  } catch (error) {
    throw asAwsError(error);
  }
}

async function versionBehind(client: LambdaClient, { name, qualifier }: FunctionReference): Promise<string> {
  if (qualifier === '$LATEST' || /^\d+$/.test(qualifier)) return qualifier;
  const alias = await client.send(new GetAliasCommand({ FunctionName: name, Name: qualifier }));
  let chance = Math.random();
  for (const [version, weight] of Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {})) {
    if (chance < weight) return version;
    chance -= weight;
  }
  return alias.FunctionVersion ?? qualifier;
}

function runnable(
  state: LambdaStore,
  reference: FunctionReference,
  found: FunctionConfiguration,
): RunnableFunction {
  const runtime = nodeRuntime(found, reference.name);
  const folder = state.code.folder(found.CodeSha256 ?? '');
  if (!folder)
    throw refused(reference.name, 'code', 'was deployed through this endpoint', found.CodeSha256 ?? 'none');
  const { LoggingConfig, DeadLetterConfig } = state.settings.recall(reference);
  const arn = functionArn(reference);
  return {
    reference,
    invokedArn: reference.qualifier === '$LATEST' ? arn : `${arn}:${reference.qualifier}`,
    version: found.Version ?? '$LATEST',
    handler: found.Handler ?? '',
    runtime,
    roleArn: found.Role ?? '',
    timeoutSeconds: found.Timeout ?? 3,
    memoryMegabytes: found.MemorySize ?? 128,
    variables: found.Environment?.Variables ?? {},
    folder,
    logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${reference.name}`,
    logFormat: LoggingConfig?.LogFormat === 'JSON' ? 'JSON' : 'Text',
    deadLetterTarget: DeadLetterConfig?.TargetArn,
  };
}

function nodeRuntime(found: FunctionConfiguration, name: string): string {
  if (found.PackageType === 'Image') throw refused(name, 'PackageType', 'is Zip', 'Image');
  if (found.Layers?.length) throw refused(name, 'Layers', 'are none', String(found.Layers[0]?.Arn));
  if (!found.Runtime?.startsWith('nodejs'))
    throw refused(name, 'Runtime', 'is nodejs', found.Runtime ?? 'none');
  return found.Runtime;
}

function refused(name: string, field: string, rule: string, value: string): AwsError {
  const message = `The local endpoint runs only functions whose ${field} ${rule}; function ${name}, got: ${value}`;
  return new AwsError('InvalidParameterValueException', message);
}
