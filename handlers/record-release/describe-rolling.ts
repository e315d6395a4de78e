import {
  type Deployment,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { readArtifactImages } from '../artifact/artifact-images';
import type { EcsRelease } from '../contract/release-record';
import { ConfigurationError, ReleaseError } from '../errors';
import { type ReleaseExecution, readReleaseExecution } from '../executions/release-execution';
import { waitFor } from '../job/job-outcome';
import { addToLog } from '../logger';
import { isSameContent } from '../update-task-definition/compare';
import type { PipelineClients } from './clients';
import { repositoriesOf } from './own-repositories';
import { pinImages } from './pin-images';
import type { PipelineStructure } from './pipeline-structure';
import type { ReleaseLookup } from './release-lookup';
import { readTaskDefinitionImages } from './serving-task-set';

export type RollingService = NonNullable<PipelineStructure['rollingService']>;

/**
 * Describes what ECS's own deployment made serve: the task definition of the service's PRIMARY deployment. Its images
 * must be those that the execution gave the deploy action, because ECS may have rolled the deployment back since. It
 * waits while ECS watches the deployment's alarms.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @throws ReleaseError where something else serves
 */
export async function describeRollingRelease(
  { codePipeline, ecs, ecr, s3 }: PipelineClients,
  structure: PipelineStructure,
  service: RollingService,
  executionId: string | undefined,
): Promise<ReleaseLookup> {
  if (!executionId) throw new ConfigurationError('UserParameters must have a text "executionId", got: none');
  const execution = await readReleaseExecution(codePipeline, structure, executionId);
  const { id = '', taskDefinition = '', ...deployment } = await primaryDeployment(ecs, service);
  addToLog({ deploymentId: id });
  const running = await readTaskDefinitionImages(ecs, taskDefinition);
  const { containers, all } = await readArtifactImages(s3, execution.artifacts);
  checkDeployment(containers, running, service, execution, deployment);
  await checkContent(ecs, Object.keys(containers), execution, taskDefinition);
  if (deployment.rolloutState === 'IN_PROGRESS') return waitFor(`deployment ${id} to complete`);
  const images = await pinImages(ecr, repositoriesOf(all), running);
  return { kind: 'found', release: rollingRelease({ id, taskDefinition, ...deployment }, images, execution) };
}

/**
 * Checks that the service runs the content of the commit's task definition. Where the deploy action alone is retried after
 * ECS has rolled back, it puts the images into the revision before: CodePipeline starts from the one that the service uses.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 * @param built containers whose images were built
 * @throws ReleaseError where it runs another content
 */
async function checkContent(
  ecs: ECSClient,
  built: readonly string[],
  { updatedTo, pipelineExecutionId }: ReleaseExecution,
  taskDefinition: string,
): Promise<void> {
  if (updatedTo === undefined || updatedTo === taskDefinition) return;
  const [wanted, got] = [await readRevision(ecs, updatedTo), await readRevision(ecs, taskDefinition)];
  if (isSameContent(wanted, got, built)) return;
  throw new ReleaseError(
    `The service must run the content of ${updatedTo}, which execution ${pipelineExecutionId} updated it to, got: ${taskDefinition}; retry the stage with all of its actions`,
  );
}

async function readRevision(ecs: ECSClient, taskDefinition: string): Promise<TaskDefinition> {
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  return described.taskDefinition ?? {};
}

/** What is recorded of a deployment of ECS that is completed. */
export const rollingRelease = (
  { id: deploymentId = '', taskDefinition = '', createdAt = new Date(0) }: Deployment,
  images: EcsRelease['images'],
  { pipelineExecutionId, commit, approvedBy, isRollback }: ReleaseExecution,
): EcsRelease => ({
  ...{ type: 'ecs', taskDefinition, images, deploymentId, pipelineExecutionId, commit, approvedBy },
  servingSince: createdAt.toISOString(),
  cause: isRollback ? 'rollback' : 'release',
});

/** @throws ReleaseError where the service has none */
export async function primaryDeployment(
  ecs: ECSClient,
  { cluster, service }: RollingService,
): Promise<Deployment> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const primary = services?.[0]?.deployments?.find(({ status }) => status === 'PRIMARY');
  if (!primary)
    throw new ReleaseError(`Service ${cluster}/${service} must have a PRIMARY deployment, got: none`);
  return primary;
}

function checkDeployment(
  deployed: Readonly<Record<string, string>>,
  running: Readonly<Record<string, string>>,
  { cluster, service }: RollingService,
  { pipelineExecutionId }: ReleaseExecution,
  { rolloutState, rolloutStateReason = 'ECS gives no reason' }: Deployment,
): void {
  const wrong = Object.keys(deployed).find((container) => running[container] !== deployed[container]);
  if (wrong)
    throw new ReleaseError(
      `Service ${cluster}/${service} must run ${deployed[wrong]} in container ${wrong}, which execution ${pipelineExecutionId} deployed, got: ${running[wrong] ?? 'no such container'} (${rolloutStateReason})`,
    );
  if (rolloutState === 'FAILED')
    throw new ReleaseError(
      `Service ${cluster}/${service} must have completed its deployment, got FAILED: ${rolloutStateReason}`,
    );
}
