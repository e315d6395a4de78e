import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

/**
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 * @param version @default - `$LATEST`
 * @returns nothing where there is none
 */
export async function readConfiguration(
  client: LambdaClient,
  functionName: string,
  version?: string,
): Promise<FunctionConfiguration | undefined> {
  try {
    const request = { FunctionName: functionName, ...(version && { Qualifier: version }) };
    return await client.send(new GetFunctionConfigurationCommand(request));
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
