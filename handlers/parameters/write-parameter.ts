import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { withQuota } from '../quotas';
import type { StateParameter } from './read-parameters';

/**
 * Writes a parameter, unless its latest version has the value already.
 * @param latest @default - the parameter is not there yet
 * @returns number of the version that has the value
 */
export async function writeParameter(
  ssm: SSMClient,
  name: string,
  value: string,
  latest: StateParameter | undefined,
): Promise<string> {
  if (latest?.value === value) return latest.version;
  const request = { Name: name, Value: value, Type: 'String', Overwrite: true } as const;
  const { Version } = await withQuota(
    'Parameter Store: parameters per Region, and 100 versions of each',
    ssm.send(new PutParameterCommand(request)),
  );
  return `${Version}`;
}
