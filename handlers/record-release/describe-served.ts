import type { Deployment } from '@aws-sdk/client-ecs';
import { readArtifactImages } from '../artifact/artifact-images';
import { isRecent } from '../aws-events';
import { EXECUTION_TAG } from '../contract/names';
import { findActionExecution } from '../executions/action-executions';
import { type ReleaseExecution, readReleaseExecution } from '../executions/release-execution';
import { isUnknownExecution } from '../executions/unknown-execution';
import { addToLog, logger } from '../logger';
import type { PipelineClients } from './clients';
import { primaryDeployment, type RollingService, rollingRelease } from './describe-rolling';
import { repositoriesOf } from './own-repositories';
import { pinImages } from './pin-images';
import type { PipelineStructure } from './pipeline-structure';
import type { ReleaseLookup, ReleaseQuery } from './release-lookup';
import { readTaggedImages } from './serving-task-set';

type Ended = NonNullable<ReleaseQuery['ended']>;

/**
 * Describes what a service serves when an execution has failed or was stopped, or a deployment is completed: an action may
 * have failed, or its function died, after what it deployed began to serve. Of the event is believed when it was sent, and
 * which execution to ask CodePipeline for. The execution that made the deployment is the one whose deploy action had it,
 * the one that the event names, or the one that the revision was registered for: the first that deployed these images.
 *
 * There is nothing to record while ECS still deploys, whose end is another event, and nothing while that execution runs: its
 * own action records it, or it ends with another event. One that is being stopped is recorded at once: when it has ended,
 * another execution may deploy already.
 * @throws Error where CodePipeline shows the execution running that has just ended, so that Lambda asks again
 */
export async function describeServed(
  clients: PipelineClients,
  structure: PipelineStructure,
  service: RollingService,
  ended: Ended,
): Promise<ReleaseLookup> {
  const { ecs, ecr, s3 } = clients;
  const primary = await primaryDeployment(ecs, service);
  const { id = '', taskDefinition = '', rolloutState } = primary;
  addToLog({ deploymentId: id });
  if (rolloutState !== 'COMPLETED') return { kind: 'none' };
  const { images: running, tags } = await readTaggedImages(ecs, taskDefinition);
  const tagged = tags.find(({ key }) => key === EXECUTION_TAG)?.value;
  const made = await executionOf(clients, structure, primary);
  for (const executionId of new Set([made, ended.executionId, tagged])) {
    const execution = executionId && (await findExecution(clients, structure, executionId));
    if (!execution) continue;
    const { containers, all } = await readArtifactImages(s3, execution.artifacts);
    const names = Object.keys(containers);
    if (names.length === 0 || names.some((name) => running[name] !== containers[name])) continue;
    if (execution.isRunning && !execution.isStopping) return leaveToPipeline(execution, ended);
    const images = await pinImages(ecr, repositoriesOf(all), running);
    return { kind: 'found', release: rollingRelease(primary, images, execution) };
  }
  return { kind: 'none' };
}

/** @returns nothing where the pipeline has no such execution */
async function findExecution(
  { codePipeline }: PipelineClients,
  structure: PipelineStructure,
  executionId: string,
): Promise<ReleaseExecution | undefined> {
  try {
    return await readReleaseExecution(codePipeline, structure, executionId);
  } catch (error) {
    if (isUnknownExecution(error)) return undefined;
    throw error;
  }
}

/** The execution whose deploy action had a deployment, once that action has ended. */
async function executionOf(
  { codePipeline }: PipelineClients,
  { name, deployAction }: PipelineStructure,
  { id }: Deployment,
): Promise<string | undefined> {
  const made = await findActionExecution(
    ...([codePipeline, name] as const),
    ({ actionName, output }) =>
      actionName === deployAction && output?.executionResult?.externalExecutionId === id,
  );
  return made?.pipelineExecutionId;
}

function leaveToPipeline({ pipelineExecutionId }: ReleaseExecution, ended: Ended): ReleaseLookup {
  if (ended.executionId === pipelineExecutionId && isRecent(ended))
    throw new Error(`CodePipeline shows execution ${ended.executionId} running, which has just ended`);
  logger.info(`Nothing to record yet: execution ${pipelineExecutionId} runs`);
  return { kind: 'none' };
}
