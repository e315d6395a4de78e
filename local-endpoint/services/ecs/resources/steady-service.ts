import type { Deployment, Service } from '@aws-sdk/client-ecs';
import type { ResourceContext } from '../../../kit/resources/provider';

const POLL_MILLISECONDS = 5_000;

/** Three hours, as CloudFormation waits. */
const MAX_POLLS = 2160;

/**
 * Waits until a service runs its desired count of tasks; one with ECS's own controller, until the deployment in progress
 * is completed. A service with the EXTERNAL controller only has to exist.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
 * @throws Error where it is not active, does not become steady in time, or its deployment fails
 */
export async function untilSteady(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
): Promise<void> {
  let awaited: string | undefined;
  await poll(context, cluster, arn, (service) => {
    if (service?.status !== 'ACTIVE') throw new Error(`Service ${arn} is not active`);
    const deployments = service.deployments ?? [];
    awaited ??= deployments.find(({ status }) => status === 'PRIMARY')?.id;
    return isSteady(
      service,
      deployments.find(({ id }) => id === awaited),
    );
  });
}

/** Waits until a service that was scaled to zero has no tasks left. */
export async function untilIdle(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
): Promise<void> {
  await poll(context, cluster, arn, (service) => !service?.runningCount && !service?.pendingCount);
}

async function poll(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
  isReached: (service: Service | undefined) => boolean,
): Promise<void> {
  const { ECSClient, DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [arn] }));
    if (isReached(services[0])) return;
    await context.clock.sleep(POLL_MILLISECONDS);
  }
  throw new Error(`Service ${arn} did not stabilize.`);
}

function isSteady(service: Service, deployment: Deployment | undefined): boolean {
  const { deploymentController, runningCount, desiredCount } = service;
  const { type = 'ECS' } = deploymentController ?? {};
  if (type === 'EXTERNAL') return true;
  if (type === 'ECS' && deployment?.rolloutState !== 'COMPLETED') {
    if (deployment?.rolloutState === 'IN_PROGRESS') return false;
    throw new Error(failureOf(deployment));
  }
  return runningCount === desiredCount;
}

/** CloudFormation's own message where it is known: https://repost.aws/knowledge-center/ecs-troubleshoot-deployment-failures */
function failureOf(deployment: Deployment | undefined): string {
  const reason = deployment?.rolloutStateReason ?? 'ECS deployment was replaced by another one.';
  const operation = reason.includes('circuit breaker') && 'ECS Deployment Circuit Breaker was triggered';
  return operation ? `Error occurred during operation '${operation}'.` : reason;
}
