import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { releaseParameterName } from '../../handlers/contract/names';
import type { ReleaseRecord } from '../../handlers/contract/release-record';
import type { DeployedPipeline } from './deployed-pipeline';

/** The release record in Parameter Store; nothing before the first release. */
export async function releaseRecord({
  clients,
  identity,
}: DeployedPipeline): Promise<ReleaseRecord | undefined> {
  const name = releaseParameterName(identity);
  const found = await clients.ssm.send(new GetParameterCommand({ Name: name })).catch((error: Error) => {
    if (error.name === 'ParameterNotFound') return undefined;
    throw error;
  });
  return found?.Parameter?.Value ? (JSON.parse(found.Parameter.Value) as ReleaseRecord) : undefined;
}
