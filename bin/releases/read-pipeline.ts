import { GetPipelineCommand, type PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { type PipelineIdentity, releaseParameterName } from '../../handlers/contract/names';
import { parseRecord } from '../../handlers/release-record/parse-record';
import { readIdentity } from '../../rehearsal/pipeline/identity';
import type { ReleaseClients } from './clients';
import type { ReleasePipeline } from './model';
import { DEPLOYMENT_TYPES } from './types';

/**
 * Reads a pipeline and its release record.
 * @throws ExpectedError where there is no such pipeline, or it deploys in none of the known ways
 */
export async function readReleasePipeline(clients: ReleaseClients, name: string): Promise<ReleasePipeline> {
  const declaration = await readDeclaration(clients, name);
  const located = DEPLOYMENT_TYPES.map((type) => ({ type, deploy: type.locate(declaration) }));
  const found = located.find(({ deploy }) => deploy !== undefined);
  if (!found?.deploy)
    throw new ExpectedError(
      `${name} deploys in none of the ways that this command knows: ${DEPLOYMENT_TYPES.map(({ title }) => title).join(', ')}`,
    );
  const identity = readIdentity(declaration);
  return {
    clients,
    name,
    declaration,
    version: declaration.version ?? 0,
    type: found.type,
    deploy: found.deploy,
    identity,
    ...(identity && (await readRecord(clients, identity))),
  };
}

async function readDeclaration(clients: ReleaseClients, name: string): Promise<PipelineDeclaration> {
  const { pipeline } = await requirePipeline(clients, name, () =>
    clients.codePipeline.send(new GetPipelineCommand({ name })),
  );
  return pipeline as PipelineDeclaration;
}

/**
 * Asks CodePipeline about a pipeline.
 * @throws ExpectedError where there is no such pipeline
 */
export async function requirePipeline<T>(
  { codePipeline }: Pick<ReleaseClients, 'codePipeline'>,
  name: string,
  ask: () => Promise<T>,
): Promise<T> {
  return ask().catch(async (error: Error) => {
    if (error.name !== 'PipelineNotFoundException') throw error;
    const region = await codePipeline.config.region();
    throw new ExpectedError(`there is no pipeline ${name} in ${region} of this account: is it deployed?`);
  });
}

async function readRecord(
  { ssm }: ReleaseClients,
  identity: PipelineIdentity,
): Promise<Pick<ReleasePipeline, 'record' | 'recordProblem'>> {
  const Name = releaseParameterName(identity);
  const found = await ssm.send(new GetParameterCommand({ Name })).catch((error: Error) => {
    if (error.name === 'ParameterNotFound') return undefined;
    throw error;
  });
  if (found?.Parameter?.Value === undefined) return {};
  try {
    return { record: parseRecord(found.Parameter.Value) };
  } catch (error) {
    return { recordProblem: `parameter ${Name} holds no release record: ${(error as Error).message}` };
  }
}
