import type { Service } from '@aws-sdk/client-ecs';
import type { ResourceContext } from '../provider';

/** Seconds between looks, and how many: three hours, as CloudFormation waits. */
const INTERVAL = 5;
const LOOKS = 2160;

/**
 * Waits until a service with the CODE_DEPLOY controller runs as many tasks as it should. Services with the other
 * controllers run no tasks on this endpoint, so for them it only looks that they are there.
 * @throws Error where it is not there any more, or does not get there
 */
export async function untilSteady(
  context: ResourceContext,
  cluster: string | undefined,
  arn: string,
): Promise<void> {
  const { ECSClient, DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  for (let look = 0; look < LOOKS; look++) {
    const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [arn] }));
    const [service] = services;
    if (service?.status !== 'ACTIVE') throw new Error(`Service ${arn} is not active`);
    if (isSteady(service)) return;
    await context.clock.sleep(INTERVAL * 1000);
  }
  throw new Error(`Service ${arn} did not stabilize.`);
}

const isSteady = ({ deploymentController, runningCount, desiredCount }: Service): boolean =>
  deploymentController?.type !== 'CODE_DEPLOY' || runningCount === desiredCount;
