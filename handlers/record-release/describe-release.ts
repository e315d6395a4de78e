import type { Release } from '../contract/release-record';
import { ConfigurationError } from '../errors';
import { addToLog } from '../logger';
import { readDeployAction, readDeployment } from './deployment';
import { findOrigin } from './origin';
import { pinImages } from './pin-images';
import { readStructure } from './pipeline-structure';
import type { PipelineClients } from './clients';
import { whatServes } from './what-serves';

/**
 * Looks at what a deployment made serve and how it came about. What it finds depends on the deployment alone, not on
 * who asks or when.
 * @param name of the pipeline, and so of its CodeDeploy application and deployment group
 * @param deploymentId @default - the latest deployment of the pipeline's deploy action
 * @returns nothing where the deployment is to something else than an ECS service
 */
export async function describeRelease(
  { codePipeline, codeDeploy, ecs, ecr }: PipelineClients,
  name: string,
  deploymentId?: string,
): Promise<Release | undefined> {
  const structure = await readStructure(codePipeline, name);
  const deployAction = await readDeployAction(codePipeline, structure);
  const id = deploymentId ?? deployAction?.externalExecutionId;
  if (!id)
    throw new ConfigurationError(`Pipeline ${name} must deploy with CodeDeploy first, got no deployment`);
  addToLog({ deploymentId: id });
  const serving = await whatServes(codeDeploy, ecs, name, id);
  if (!serving) return undefined;
  const images = await pinImages(ecr, structure.repositories, serving.images);
  const { ended, isRollback } = await readDeployment(codeDeploy, id);
  const origin = await findOrigin(codePipeline, structure, deployAction, id);
  return {
    taskDefinition: serving.taskDefinition,
    images,
    deploymentId: id,
    pipelineExecutionId: origin?.pipelineExecutionId,
    settingsVersion: origin?.settingsVersion,
    approvedBy: origin?.approvedBy,
    servingSince: ended.toISOString(),
    cause: isRollback || origin?.isRollback ? 'rollback' : origin ? 'release' : 'manual',
  };
}
