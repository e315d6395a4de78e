import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ReleaseRecord } from '../contract/release-record';
import { recordIn } from './record-in';

/**
 * @param name of the parameter
 * @returns nothing before the first release
 * @throws ConfigurationError where the parameter holds something else
 */
export const readRecord = async (client: SSMClient, name: string): Promise<ReleaseRecord | undefined> =>
  recordIn(name, await readParameter(client, name));

async function readParameter(client: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return undefined;
    throw error;
  }
}
