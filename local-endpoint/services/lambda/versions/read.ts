import {
  type AliasConfiguration,
  type FunctionConfiguration,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
} from '@aws-sdk/client-lambda';
import { clientOf } from '../../../kit/client';
import type { Scope } from '../../../kit/scope';
import { asAwsError } from '../functions/find-function';
import type { LambdaStore } from '../store';

/** Lambda as the endpoint's own services call it. */
export const lambdaClient = ({ context }: LambdaStore, { account, region }: Scope): LambdaClient =>
  clientOf(LambdaClient, context.aws.asService(account, region));

/**
 * @param Qualifier a version or `$LATEST`
 * @throws AwsError ResourceNotFoundException where there is none
 */
export async function readVersion(
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string,
): Promise<FunctionConfiguration> {
  const command = new GetFunctionConfigurationCommand({ FunctionName, Qualifier });
  return client.send(command).catch((error: unknown) => {
    throw asAwsError(error);
  });
}

/** @throws AwsError ResourceNotFoundException where there is none */
export async function readAlias(
  client: LambdaClient,
  FunctionName: string,
  Name: string,
): Promise<AliasConfiguration> {
  return client.send(new GetAliasCommand({ FunctionName, Name })).catch((error: unknown) => {
    throw asAwsError(error);
  });
}

/** All aliases of a function. */
export async function readAliases(client: LambdaClient, FunctionName: string): Promise<AliasConfiguration[]> {
  const aliases: AliasConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListAliasesCommand({ FunctionName, Marker }));
    aliases.push(...(page.Aliases ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return aliases;
}
