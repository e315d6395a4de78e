import { type Deployment, DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { readArtifactImages } from '../artifact-images';
import type { Release } from '../contract/release-record';
import { ConfigurationError, ReleaseError } from '../errors';
import type { Waiting } from '../job-answer';
import { addToLog } from '../logger';
import type { PipelineClients } from './clients';
import { describeExecution, type Origin } from './origin';
import { repositoriesOf } from './own-repositories';
import { pinImages } from './pin-images';
import type { PipelineStructure } from './pipeline-structure';
import { imagesOf } from './what-serves';

type RollingService = NonNullable<PipelineStructure['rollingService']>;

/**
 * Looks at what ECS's own deployment made serve: the task definition of the service's PRIMARY deployment. Its images
 * must be those that the execution gave the deploy action, because ECS may have rolled the deployment back since.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @returns what is waited for where the deployment is not over, as while its alarms are watched
 * @throws ReleaseError where something else serves
 */
export async function describeRolling(
  { codePipeline, ecs, ecr, s3 }: PipelineClients,
  structure: PipelineStructure,
  service: RollingService,
  executionId: string | undefined,
): Promise<Release | Waiting> {
  if (!executionId) throw new ConfigurationError('UserParameters must have a text "executionId", got: none');
  const origin = await describeExecution(codePipeline, structure, executionId);
  const { id = '', taskDefinition = '', ...deployment } = await primaryDeployment(ecs, service);
  addToLog({ deploymentId: id });
  const running = await imagesOf(ecs, taskDefinition);
  const { containers, all } = await readArtifactImages(s3, origin.artifacts);
  check(containers, running, service, origin, deployment);
  if (deployment.rolloutState === 'IN_PROGRESS')
    return { kind: 'waiting', waitingFor: `deployment ${id} to complete` };
  return {
    taskDefinition,
    images: await pinImages(ecr, repositoriesOf(all), running),
    deploymentId: id,
    pipelineExecutionId: origin.pipelineExecutionId,
    commit: origin.commit,
    approvedBy: origin.approvedBy,
    servingSince: (deployment.createdAt ?? new Date(0)).toISOString(),
    cause: origin.isRollback ? 'rollback' : 'release',
  };
}

async function primaryDeployment(ecs: ECSClient, { cluster, service }: RollingService): Promise<Deployment> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const primary = services?.[0]?.deployments?.find(({ status }) => status === 'PRIMARY');
  if (!primary)
    throw new ReleaseError(`Service ${cluster}/${service} must have a PRIMARY deployment, got: none`);
  return primary;
}

function check(
  deployed: Readonly<Record<string, string>>,
  running: Readonly<Record<string, string>>,
  { cluster, service }: RollingService,
  { pipelineExecutionId }: Origin,
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
