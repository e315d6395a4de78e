import {
  type Deployment,
  DescribeServicesCommand,
  type ECSClient,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { ActionFailure, type ActionJob, type ActionOutcome } from '../provider';
import { showTasks } from './tasks';

/** How often the deployment is looked at. */
const LOOK_EVERY_MILLISECONDS = 5_000;

/** Minutes that a deployment may take at most, and takes unless the action says less. */
const LONGEST_MINUTES = 60;

/**
 * Minutes that the deployment may take.
 * @throws ActionFailure where that is no whole number from 1 to 60
 */
export function deploymentTimeout({ configuration }: ActionJob): number {
  const given = configuration.DeploymentTimeout;
  if (given === undefined) return LONGEST_MINUTES;
  const minutes = Number(given);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_MINUTES) return minutes;
  throw new ActionFailure(
    'ConfigurationError',
    `DeploymentTimeout must be a whole number of minutes from 1 to ${LONGEST_MINUTES} (got: ${given}).`,
  );
}

/**
 * The service as it is.
 * @throws ActionFailure where it is missing, or where its deployments are not ECS's own
 */
export async function findService(job: ActionJob, ecs: ECSClient): Promise<Service> {
  const service = await describe(job, ecs);
  if (service?.status !== 'ACTIVE')
    throw new ActionFailure(
      'ConfigurationError',
      `The service ${job.configuration.ServiceName} is not active in the cluster ${job.configuration.ClusterName}.`,
    );
  const { type = 'ECS' } = service.deploymentController ?? {};
  if (type !== 'ECS')
    throw new ActionFailure(
      'ConfigurationError',
      `The service ${service.serviceName} has the ${type} deployment controller; this action needs ECS.`,
    );
  return service;
}

/**
 * Updates the service and waits until its deployment has come to an end. AWS does not document the words of a deployment
 * that fails; they are those that ECS gives as the reason. Abandoning the action leaves the deployment to ECS:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html#concepts-how-it-works-stopping
 */
export async function deploy(
  job: ActionJob,
  ecs: ECSClient,
  taskDefinition: string,
  minutes: number,
): Promise<ActionOutcome> {
  const { ClusterName: cluster, ServiceName: service } = job.configuration;
  const updated = await ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
  const id = primaryOf(updated.service)?.id;
  if (!id) throw new ActionFailure('JobFailed', 'Amazon ECS returned no deployment.');
  job.run.externalExecutionId = id;
  job.run.externalExecutionUrl = `https://console.aws.amazon.com/ecs/v2/clusters/${cluster}/services/${service}/deployments?region=${job.region}`;
  job.run.summary = `Deployment ${id} in progress`;
  await waitForEnd(job, ecs, id, minutes);
  return { summary: `Deployment ${id} succeeded` };
}

async function waitForEnd(job: ActionJob, ecs: ECSClient, id: string, minutes: number): Promise<void> {
  const { clock } = job.store.context;
  const end = clock.now().getTime() + minutes * 60_000;
  for (;;) {
    const service = await describe(job, ecs);
    const deployment = service?.deployments?.find((one) => one.id === id);
    if (deployment?.rolloutState === 'COMPLETED') return;
    if (deployment?.rolloutState === 'FAILED') throw failed(id, deployment.rolloutStateReason);
    if (deployment?.status !== 'PRIMARY') throw replaced(id, primaryOf(service));
    if (clock.now().getTime() >= end)
      throw failed(id, `It did not complete within ${minutes} minutes: ${deployment.rolloutStateReason}`);
    await showTasks(job, ecs, id);
    await clock.sleep(LOOK_EVERY_MILLISECONDS, job.signal);
    job.signal.throwIfAborted();
  }
}

async function describe(job: ActionJob, ecs: ECSClient): Promise<Service | undefined> {
  const { ClusterName: cluster, ServiceName: service = '' } = job.configuration;
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services?.[0];
}

const primaryOf = (service: Service | undefined): Deployment | undefined =>
  service?.deployments?.find(({ status }) => status === 'PRIMARY');

const failed = (id: string, reason: string | undefined): ActionFailure =>
  new ActionFailure('JobFailed', `The deployment ${id} failed. ${reason}`);

/** Between two looks a deployment may fail and be rolled back for good, or another one may take its place. */
const replaced = (id: string, by: Deployment | undefined): ActionFailure =>
  new ActionFailure(
    'JobFailed',
    `The deployment ${id} was replaced by ${by?.id ?? 'none'}. ${by?.rolloutStateReason ?? ''}`.trimEnd(),
  );
