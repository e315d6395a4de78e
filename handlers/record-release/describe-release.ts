import type { Release } from '../contract/release-record';
import { ConfigurationError } from '../errors';
import type { Waiting } from '../job-answer';
import { addToLog } from '../logger';
import type { PipelineClients } from './clients';
import { readDeployAction, readDeployment } from './deployment';
import { describeRolling } from './describe-rolling';
import { findOrigin, latestArtifacts } from './origin';
import { ownRepositories } from './own-repositories';
import { pinImages } from './pin-images';
import { type PipelineStructure, readStructure } from './pipeline-structure';
import { whatServes } from './what-serves';

/** Which release to look at. */
export interface ReleaseQuestion {
  /** CodeDeploy's. @default - the latest deployment of the pipeline's deploy action */
  readonly deploymentId?: string;
  /** The pipeline execution that asks. @default - CodeDeploy asks */
  readonly executionId?: string;
}

/**
 * Looks at what a deployment made serve and how it came about. What it finds depends on the deployment alone, not on
 * who asks or when.
 * @param name of the pipeline, and so of its CodeDeploy application and deployment group
 * @returns nothing where the deployment is to something else than an ECS service; what is waited for where it is not
 * over yet
 */
export async function describeRelease(
  clients: PipelineClients,
  name: string,
  { deploymentId, executionId }: ReleaseQuestion,
): Promise<Release | Waiting | undefined> {
  const structure = await readStructure(clients.codePipeline, name);
  const { rollingService } = structure;
  return rollingService
    ? describeRolling(clients, structure, rollingService, executionId)
    : describeBlueGreen(clients, structure, deploymentId);
}

async function describeBlueGreen(
  { codePipeline, codeDeploy, ecs, ecr, s3 }: PipelineClients,
  structure: PipelineStructure,
  deploymentId?: string,
): Promise<Release | undefined> {
  const { name } = structure;
  const deployAction = await readDeployAction(codePipeline, structure);
  const id = deploymentId ?? deployAction?.externalExecutionId;
  if (!id)
    throw new ConfigurationError(`Pipeline ${name} must deploy with CodeDeploy first, got no deployment`);
  addToLog({ deploymentId: id });
  const serving = await whatServes(codeDeploy, ecs, name, id);
  if (!serving) return undefined;
  const { ended, isRollback } = await readDeployment(codeDeploy, id);
  const origin = await findOrigin(codePipeline, structure, deployAction, id);
  const artifacts = origin?.artifacts ?? (await latestArtifacts(codePipeline, structure));
  const images = await pinImages(ecr, await ownRepositories(s3, structure, artifacts), serving.images);
  return {
    taskDefinition: serving.taskDefinition,
    images,
    deploymentId: id,
    pipelineExecutionId: origin?.pipelineExecutionId,
    commit: origin?.commit,
    settingsVersion: origin?.settingsVersion,
    approvedBy: origin?.approvedBy,
    servingSince: ended.toISOString(),
    cause: isRollback || origin?.isRollback ? 'rollback' : origin ? 'release' : 'manual',
  };
}
