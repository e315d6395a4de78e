import {
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { clientOf } from '../../../kit/client';
import { AwsError } from '../../../kit/aws-error';
import type { LambdaStore } from '../store';
import { workerProgram } from '../worker/program';
import { type FunctionReference, functionArn, qualifiedArn } from './reference';
import type { RunnableFunction } from './runnable-function';

/**
 * Finds the version that a reference names, or that its alias chooses.
 * @throws AwsError ResourceNotFoundException where there is none; InvalidParameterValueException, naming the setting,
 * for a function the endpoint cannot run: a runtime that this machine does not have, a container image, layers
 */
export async function findFunction(
  store: LambdaStore,
  reference: FunctionReference,
): Promise<RunnableFunction> {
  const client = clientOf(LambdaClient, store.context.aws.asService(reference.account, reference.region));
  try {
    const qualifier = await chooseVersion(client, reference);
    const request = { FunctionName: reference.name, Qualifier: qualifier };
    const found = await client.send(new GetFunctionConfigurationCommand(request));
    return runnable(store, reference, found);
  } catch (error) {
    throw asAwsError(error);
  }
}

/**
 * @throws AwsError ResourceNotFoundException where the function, version or alias does not exist
 */
export async function requireFunction(
  store: LambdaStore,
  { account, region, name, qualifier }: FunctionReference,
): Promise<void> {
  const client = clientOf(LambdaClient, store.context.aws.asService(account, region));
  try {
    await client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier }));
  } catch (error) {
    throw asAwsError(error);
  }
}

async function chooseVersion(client: LambdaClient, { name, qualifier }: FunctionReference): Promise<string> {
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
  store: LambdaStore,
  reference: FunctionReference,
  found: FunctionConfiguration,
): RunnableFunction {
  const { runtime, program } = programOf(found, reference.name);
  const folder = store.code.folder(found.CodeSha256 ?? '');
  if (!folder)
    throw unsupportedFunction(
      reference.name,
      'code',
      'was deployed through this endpoint',
      found.CodeSha256 ?? 'none',
    );
  const { LoggingConfig, DeadLetterConfig } = store.state.in(reference).settings.get(reference.name) ?? {};
  return {
    reference,
    invokedArn: reference.isQualified ? qualifiedArn(reference) : functionArn(reference),
    version: found.Version ?? '$LATEST',
    handler: found.Handler ?? '',
    runtime,
    program,
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

function programOf(
  found: FunctionConfiguration,
  name: string,
): Pick<RunnableFunction, 'runtime' | 'program'> {
  if (found.PackageType === 'Image') throw unsupportedFunction(name, 'PackageType', 'is Zip', 'Image');
  if (found.Layers?.length)
    throw unsupportedFunction(name, 'Layers', 'are none', String(found.Layers[0]?.Arn));
  const { Runtime = 'none' } = found;
  const program = workerProgram(Runtime);
  if (!program)
    throw unsupportedFunction(name, 'Runtime', 'is nodejs, or python where python3 is on PATH', Runtime);
  return { runtime: Runtime, program };
}

function unsupportedFunction(name: string, field: string, rule: string, value: string): AwsError {
  const message = `The local endpoint runs only functions whose ${field} ${rule}; function ${name}, got: ${value}`;
  return new AwsError('InvalidParameterValueException', message);
}

/** An error of an SDK client as the AWS error that it stands for, so that the caller gets the original one. */
export function asAwsError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AwsError || !('$metadata' in error)) return error;
  const metadata = error.$metadata as { readonly httpStatusCode?: number };
  return new AwsError(error.name, error.message, metadata.httpStatusCode ?? 400);
}
