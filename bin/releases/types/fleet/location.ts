import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { type AnyFleetSettings, isRefreshed } from '../../../../handlers/contract/fleet-settings';
import { settingsParameterName, type PipelineIdentity } from '../../../../handlers/contract/names';
import { type Fleet, readFleet } from '../../../../rehearsal/fleet-from-commits/fleet';
import type { ReleasePipeline } from '../../model';

/** The pipeline's groups and traffic as they are now. @throws ExpectedError where the pipeline has no settings */
export async function readGroups(pipeline: ReleasePipeline): Promise<Fleet> {
  const { clients, name } = pipeline;
  const settings = await readSettings(pipeline);
  if (isRefreshed(settings))
    throw new ExpectedError(`${name} moves no traffic: instance refreshes release it`);
  return readFleet({ clients, name, settings });
}

/** @throws ExpectedError where no action function names the pipeline */
export function identityOf({ name, identity }: ReleasePipeline): PipelineIdentity {
  if (!identity) throw new ExpectedError(`no action of ${name} names the pipeline in its UserParameters`);
  return identity;
}

/** @throws ExpectedError where the pipeline has no settings */
export async function readSettings(pipeline: ReleasePipeline): Promise<AnyFleetSettings> {
  const Name = settingsParameterName(identityOf(pipeline));
  const found = await pipeline.clients.ssm.send(new GetParameterCommand({ Name })).catch((error: Error) => {
    if (error.name !== 'ParameterNotFound') throw error;
    throw new ExpectedError(`there is no parameter ${Name}, which the stack of ${pipeline.name} makes`);
  });
  return JSON.parse(found.Parameter?.Value ?? '') as AnyFleetSettings;
}
