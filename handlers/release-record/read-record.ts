import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ReleaseRecord } from '../contract/release-record';
import { ConfigurationError } from '../errors';
import { parseRecord } from './parse-record';

/**
 * @param name of the parameter
 * @returns nothing before the first release
 * @throws ConfigurationError where the parameter holds something else
 */
export async function readRecord(client: SSMClient, name: string): Promise<ReleaseRecord | undefined> {
  const value = await readParameter(client, name);
  if (value === undefined) return undefined;
  try {
    return parseRecord(value);
  } catch (cause) {
    throw new ConfigurationError(
      `Parameter ${name} must hold a release record as JSON; delete it to start anew`,
      { cause },
    );
  }
}

async function readParameter(client: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return undefined;
    throw error;
  }
}
