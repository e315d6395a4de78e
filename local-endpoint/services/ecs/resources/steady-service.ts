import type { Deployment, Service } from '@aws-sdk/client-ecs';
import type { ResourceContext } from '../../../kit/resources/provider';

/** Seconds between looks, and how many: three hours, as CloudFormation waits. */
const INTERVAL = 5;
const LOOKS = 2160;

/**
 * Waits until a service runs as many tasks as it should; one whose deployments are ECS's own, until the deployment that
 * is under way has come to its end. Services whose task sets somebody else makes are only looked for.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
 * @throws Error where it is not there any more, does not get there, or its deployment fails
 */
export async function untilSteady(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
): Promise<void> {
  let awaited: string | undefined;
  await lookUntil(context, cluster, arn, (service) => {
    if (service?.status !== 'ACTIVE') throw new Error(`Service ${arn} is not active`);
    const deployments = service.deployments ?? [];
    awaited ??= deployments.find(({ status }) => status === 'PRIMARY')?.id;
    return isSteady(
      service,
      deployments.find(({ id }) => id === awaited),
    );
  });
}

/** Waits until a service that was scaled to nothing runs no task any more. */
export async function untilIdle(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
): Promise<void> {
  await lookUntil(context, cluster, arn, (service) => !service?.runningCount && !service?.pendingCount);
}

async function lookUntil(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
  isReached: (service: Service | undefined) => boolean,
): Promise<void> {
  const { ECSClient, DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  for (let look = 0; look < LOOKS; look++) {
    const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [arn] }));
    if (isReached(services[0])) return;
    await context.clock.sleep(INTERVAL * 1000);
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

/** In CloudFormation's words where they are known: https://repost.aws/knowledge-center/ecs-troubleshoot-deployment-failures */
function failureOf(deployment: Deployment | undefined): string {
  const reason = deployment?.rolloutStateReason ?? 'ECS deployment was replaced by another one.';
  const operation = reason.includes('circuit breaker') && 'ECS Deployment Circuit Breaker was triggered';
  return operation ? `Error occurred during operation '${operation}'.` : reason;
}
