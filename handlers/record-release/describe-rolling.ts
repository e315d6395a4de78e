import { type Deployment, DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { readArtifactImages } from '../artifact/artifact-images';
import { ConfigurationError, ReleaseError } from '../errors';
import { waitFor } from '../job/job-outcome';
import { addToLog } from '../logger';
import type { PipelineClients } from './clients';
import { repositoriesOf } from './own-repositories';
import { pinImages } from './pin-images';
import type { PipelineStructure } from './pipeline-structure';
import { readReleaseExecution, type ReleaseExecution } from '../release-record/release-execution';
import type { ReleaseLookup } from './release-lookup';
import { readTaskDefinitionImages } from './serving-task-set';

type RollingService = NonNullable<PipelineStructure['rollingService']>;

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
  if (deployment.rolloutState === 'IN_PROGRESS') return waitFor(`deployment ${id} to complete`);
  return {
    kind: 'found',
    release: {
      type: 'ecs',
      taskDefinition,
      images: await pinImages(ecr, repositoriesOf(all), running),
      deploymentId: id,
      pipelineExecutionId: execution.pipelineExecutionId,
      commit: execution.commit,
      approvedBy: execution.approvedBy,
      servingSince: (deployment.createdAt ?? new Date(0)).toISOString(),
      cause: execution.isRollback ? 'rollback' : 'release',
    },
  };
}

async function primaryDeployment(ecs: ECSClient, { cluster, service }: RollingService): Promise<Deployment> {
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
