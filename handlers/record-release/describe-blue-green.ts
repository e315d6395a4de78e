import { ConfigurationError } from '../errors';
import { findReleaseExecution, latestArtifacts } from '../executions/release-execution';
import { addToLog, logger } from '../logger';
import type { PipelineClients } from './clients';
import { readDeployAction, readDeployment } from './deployment';
import { ownRepositories } from './own-repositories';
import { pinImages } from './pin-images';
import type { PipelineStructure } from './pipeline-structure';
import type { ReleaseLookup } from './release-lookup';
import { readServingTaskSet } from './serving-task-set';

/**
 * Describes what a deployment of CodeDeploy made serve.
 * @param deploymentId of an event, which is believed only as far as CodeDeploy confirms it @default - the latest deployment of the pipeline's deploy action
 */
export async function describeBlueGreenRelease(
  { codePipeline, codeDeploy, ecs, ecr, s3 }: PipelineClients,
  structure: PipelineStructure,
  deploymentId?: string,
): Promise<ReleaseLookup> {
  const { name } = structure;
  const deployAction = await readDeployAction(codePipeline, structure);
  const id = deploymentId ?? deployAction?.externalExecutionId;
  if (!id)
    throw new ConfigurationError(`Pipeline ${name} must deploy with CodeDeploy first, got no deployment`);
  addToLog({ deploymentId: id });
  const serving = await readServingTaskSet(codeDeploy, ecs, name, id);
  if (!serving) return { kind: 'none' };
  const { ended, isRollback, succeeded } = await readDeployment(codeDeploy, id, name);
  if (deploymentId && !succeeded) {
    logger.warn('Nothing is recorded: CodeDeploy has no such deployment of the pipeline that succeeded');
    return { kind: 'none' };
  }
  const execution = await findReleaseExecution(codePipeline, structure, deployAction, id);
  const artifacts = execution?.artifacts ?? (await latestArtifacts(codePipeline, structure));
  const images = await pinImages(ecr, await ownRepositories(s3, structure, artifacts), serving.images);
  return {
    kind: 'found',
    release: {
      type: 'ecs',
      taskDefinition: serving.taskDefinition,
      images,
      deploymentId: id,
      pipelineExecutionId: execution?.pipelineExecutionId,
      commit: execution?.commit,
      settingsVersion: execution?.settingsVersion,
      approvedBy: execution?.approvedBy,
      servingSince: ended.toISOString(),
      cause: isRollback || execution?.isRollback ? 'rollback' : execution ? 'release' : 'manual',
    },
  };
}
